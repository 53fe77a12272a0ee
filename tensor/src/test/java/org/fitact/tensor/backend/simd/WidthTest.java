package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Operands.download;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of every width give the same bits. */
class WidthTest {

    private static final Conv2d SHAPE = new Conv2d(3, 13, 11, 7, 77, 3, 3, 2, 1);

    /** One that is computed by transforms. */
    private static final Conv2d TRANSFORMED = new Conv2d(5, 12, 10, 144, 48, 3, 3, 1, 1);

    /** Where vectors of one width have the inputs of a group in common, and those of another do not. */
    private static final List<Conv2d> GROUPED = List.of(
            new Conv2d(2, 9, 10, 48, 48, 6, Window2d.square(3, 1, 1)),
            new Conv2d(2, 9, 10, 20, 20, 20, Window2d.square(3, 2, 1)));

    private static Stream<float[]> grouped(Backend backend, Conv2d shape) {
        Buffer x = random(backend, 1, shape.inputElements());
        Buffer w = random(backend, 2, shape.weightElements());
        Buffer gy = random(backend, 3, shape.outputElements());
        return Stream.of(
                result(backend, shape.outputElements(), y -> backend.conv2d(shape, x, w, y, Epilogue.NONE)),
                result(backend, shape.inputElements(), y -> backend.conv2dGradInput(shape, gy, w, y)),
                result(backend, shape.weightElements(), y -> backend.conv2dGradWeight(shape, x, gy, y)));
    }

    private static float[][] grouped(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            return GROUPED.stream().flatMap(shape -> grouped(backend, shape)).toArray(float[][]::new);
        }
    }

    /** Results of the ops whose order of additions could depend on the width. */
    private static float[][] results(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Buffer x = random(backend, 1, SHAPE.inputElements());
            Buffer w = random(backend, 2, SHAPE.weightElements());
            Buffer gy = random(backend, 3, SHAPE.outputElements());
            Buffer tx = random(backend, 4, TRANSFORMED.inputElements());
            Buffer tw = random(backend, 5, TRANSFORMED.weightElements());
            Buffer tgy = random(backend, 6, TRANSFORMED.outputElements());
            Reduction all = new Reduction(1, SHAPE.inputElements(), 1);
            return new float[][] {
                result(backend, SHAPE.outputElements(), y -> backend.conv2d(SHAPE, x, w, y, Epilogue.NONE)),
                result(backend, SHAPE.inputElements(), y -> backend.conv2dGradInput(SHAPE, gy, w, y)),
                result(backend, SHAPE.weightElements(), y -> backend.conv2dGradWeight(SHAPE, x, gy, y)),
                result(
                        backend,
                        TRANSFORMED.outputElements(),
                        y -> backend.conv2d(TRANSFORMED, tx, tw, y, Epilogue.NONE)),
                result(backend, TRANSFORMED.inputElements(), y -> backend.conv2dGradInput(TRANSFORMED, tgy, tw, y)),
                result(backend, TRANSFORMED.weightElements(), y -> backend.conv2dGradWeight(TRANSFORMED, tx, tgy, y)),
                result(backend, 143, y -> backend.gemm(Gemm.of(13, 11, 77).withTransposedB(), x, w, y, Epilogue.NONE)),
                result(backend, 1, y -> backend.reduce(ReduceOp.SUM, all, x, y)),
                result(backend, 7, y -> backend.reduce(ReduceOp.SUM_OF_SQUARES, new Reduction(1, 400, 7), x, y)),
                result(backend, 1001, y -> backend.unary(new UnaryOp.Tanh(), 1001, x, y)),
                result(backend, 400 * 7, y -> backend.batchNormTraining(norm(backend, 400, 7), x, y, saved(backend, 7)))
            };
        }
    }

    /** Batch norm over more channels than are summed at a time, forward and all gradients. */
    private static float[][] batchNorm(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            BatchNorm shape = norm(backend, 190, 150);
            Buffer x = random(backend, 1, shape.elements());
            Buffer gy = random(backend, 2, shape.elements());
            Buffer y = backend.allocate(DType.FLOAT32, shape.elements());
            BatchNormSaved saved = saved(backend, shape.channels());
            backend.batchNormTraining(shape, x, y, saved);
            BatchNormGradients gradients = new BatchNormGradients(
                    backend.allocate(DType.FLOAT32, shape.elements()),
                    backend.allocate(DType.FLOAT32, shape.channels()),
                    backend.allocate(DType.FLOAT32, shape.channels()));
            backend.batchNormBackward(shape, x, gy, saved, gradients);
            return Stream.of(y, saved.mean(), saved.invStd(), gradients.input(), gradients.gamma(), gradients.beta())
                    .map(buffer -> download(backend, buffer))
                    .toArray(float[][]::new);
        }
    }

    private static BatchNorm norm(Backend backend, int rows, int channels) {
        return new BatchNorm(
                rows,
                channels,
                1e-5f,
                0.1f,
                random(backend, 4, channels),
                random(backend, 5, channels),
                random(backend, 6, channels),
                random(backend, 7, channels));
    }

    private static BatchNormSaved saved(Backend backend, int channels) {
        return new BatchNormSaved(random(backend, 8, channels), random(backend, 9, channels));
    }

    private static float[] result(Backend backend, int n, Consumer<Buffer> op) {
        Buffer y = backend.allocate(DType.FLOAT32, n);
        op.accept(y);
        return download(backend, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 512})
    void givesTheBitsOf128(int bits) {
        requireEqual(results(128), results(bits));
        requireEqual(batchNorm(128), batchNorm(bits));
        requireEqual(grouped(128), grouped(bits));
    }

    private static void requireEqual(float[][] expected, float[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], 0f, "result " + i);
        }
    }
}
