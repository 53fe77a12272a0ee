package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.fitact.tensor.buffer.Weights;
import org.junit.jupiter.api.Test;

/** A convolution with the pooling of its output: to the bit what both are one after the other. */
interface Conv2dPoolContract extends ContractPart {

    /** Transformed or not, by large tiles and by small ones, whole and cut, few and many; and a rest of the pooling. */
    List<Conv2d> SHAPES = List.of(
            new Conv2d(2, 7, 6, 7, 33, 3, 3, 2, 1),
            new Conv2d(3, 14, 10, 32, 48, 3, 3, 1, 1),
            new Conv2d(5, 8, 12, 16, 80, 3, 3, 1, 1),
            new Conv2d(16, 4, 4, 144, 160, 3, 3, 1, 1),
            new Conv2d(1, 8, 8, 144, 208, 3, 3, 1, 1),
            new Conv2d(2, 15, 11, 48, 64, 3, 3, 1, 1));

    /** So many of the epilogues, the first, go with a pooling that is not fused. */
    int UNFUSED = 2;

    private static Pool2d pool(Conv2d conv, Pool2d.Kind kind, int kernel) {
        return new Pool2d(kind, conv.batch(), conv.outHeight(), conv.outWidth(), conv.outChannels(), kernel, 2);
    }

    private static List<Pool2d> pools(Conv2d conv) {
        return List.of(
                pool(conv, Pool2d.Kind.MAX, 2), pool(conv, Pool2d.Kind.MAX, 3), pool(conv, Pool2d.Kind.AVERAGE, 2));
    }

    private static Buffer buffer(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    private static float[] download(Backend backend, Buffer buffer) {
        float[] values = new float[buffer.length()];
        backend.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /** Every kind of activation, most of them with a bias and one with a residual too. */
    private static List<Epilogue> epilogues(Backend backend, Conv2d shape) {
        Buffer bias = buffer(backend, Data.uniform(101, shape.outChannels()));
        Buffer residual = buffer(backend, Data.uniform(102, shape.outputElements()));
        List<Epilogue> all = new ArrayList<>();
        all.add(Epilogue.NONE);
        all.add(new Epilogue(bias, residual, new Activation.Unary(new UnaryOp.Relu())));
        all.add(new Epilogue(bias, null, new Activation.Unary(new UnaryOp.Tanh())));
        int spatial = shape.outHeight() * shape.outWidth();
        for (BoundedRelu bounded : BoundedReluContract.everyKind(shape.batch(), spatial, shape.outChannels())) {
            Buffer bounds = buffer(backend, Data.uniform(103, bounded.bounds(), 0.05, 1.5));
            all.add(new Epilogue(bias, null, new Activation.Bounded(bounded, bounds)));
        }
        return all;
    }

    /**
     * With NaN and infinities in some windows of the input. Where a backend fuses both, by packed weights, with every epilogue;
     * elsewhere it does one after the other itself, and two epilogues tell whether it does.
     */
    @Test
    default void aConvolutionWithItsPoolingIsOneAfterTheOther() {
        Backend backend = harness().tested();
        for (Conv2d shape : SHAPES) {
            float[] image = Data.uniform(1, shape.inputElements());
            image[image.length / 3] = Float.NaN;
            image[image.length - 1] = Float.POSITIVE_INFINITY;
            Buffer x = buffer(backend, image);
            Buffer w = buffer(backend, Data.uniform(2, shape.weightElements(), -0.2, 0.2));
            List<Weights> weights = new ArrayList<>(List.of(w));
            backend.pack(shape, w).ifPresent(weights::add);
            List<Epilogue> epilogues = epilogues(backend, shape);
            for (int i = 0; i < epilogues.size(); i++) {
                for (Weights used : weights) {
                    boolean fuses = used instanceof PackedWeights;
                    boolean all = i < UNFUSED;
                    List<Pool2d> pools = pools(shape).stream()
                            .filter(pool -> all || fuses && backend.fusesPool(shape, pool))
                            .toList();
                    if (!pools.isEmpty()) {
                        assertSame(backend, shape, pools, x, used, epilogues.get(i));
                    }
                }
            }
        }
    }

    private static void assertSame(
            Backend backend, Conv2d shape, List<Pool2d> pools, Buffer x, Weights w, Epilogue epilogue) {
        try (Buffer map = backend.allocate(DType.FLOAT32, shape.outputElements())) {
            backend.conv2d(shape, x, w, map, epilogue);
            for (Pool2d pool : pools) {
                try (Buffer expected = backend.allocate(DType.FLOAT32, pool.outputElements());
                        Buffer actual = buffer(backend, Data.uniform(7, pool.outputElements()))) {
                    backend.pool(pool, map, expected);
                    backend.conv2dPool(shape, pool, x, w, actual, epilogue);
                    String what = shape + ", " + pool + ", " + epilogue;
                    assertArrayEquals(download(backend, expected), download(backend, actual), what);
                }
            }
        }
    }

    /** A mean, or a window that reaches into a neighbour's tile, is not among what any backend fuses. */
    @Test
    default void onlyMaximaOfWindowsThatTouchAreFused() {
        Backend backend = harness().tested();
        for (Conv2d shape : SHAPES) {
            assertFalse(backend.fusesPool(shape, pool(shape, Pool2d.Kind.AVERAGE, 2)));
            assertFalse(backend.fusesPool(shape, pool(shape, Pool2d.Kind.MAX, 3)));
        }
    }

    @Test
    default void aPoolingOfAnotherMapIsRefused() {
        Backend backend = harness().tested();
        Conv2d shape = SHAPES.getFirst();
        Pool2d wide = new Pool2d(Pool2d.Kind.MAX, shape.batch(), 2, 9, shape.outChannels(), 2, 2);
        Buffer x = buffer(backend, Data.uniform(1, shape.inputElements()));
        Buffer w = buffer(backend, Data.uniform(2, shape.weightElements()));
        Buffer y = buffer(backend, Data.uniform(3, shape.outputElements()));
        assertThrows(IllegalArgumentException.class, () -> backend.conv2dPool(shape, wide, x, w, y, Epilogue.NONE));
        assertArrayEquals(Data.uniform(3, shape.outputElements()), download(backend, y));
    }
}
