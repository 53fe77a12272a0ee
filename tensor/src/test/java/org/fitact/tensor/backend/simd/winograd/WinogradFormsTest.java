package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.Operands.download;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.simd.Conv2dRule;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Convolutions by small and by large tiles, few and many of them, with weights that were packed: the same bits for any
 * threads and vectors, though these take different ways, and what the reference computes.
 */
class WinogradFormsTest {

    private static final float KAPPA = 20;

    /** Whole and cut tiles; panels of all widths; channels that are no multiple of a block. */
    private static final List<Conv2d> FEW_SMALL = List.of(
            new Conv2d(1, 8, 8, 128, 256, 3, 3, 1, 1),
            new Conv2d(2, 7, 6, 144, 208, 3, 3, 1, 1),
            new Conv2d(5, 4, 4, 272, 128, 3, 3, 1, 1));

    private static final List<Conv2d> FEW_LARGE =
            List.of(new Conv2d(1, 16, 16, 128, 128, 3, 3, 1, 1), new Conv2d(1, 15, 22, 144, 256, 3, 3, 1, 1));

    /** 64 channels, which are a row of four vectors of 512 bits, and of 256 bits two. */
    private static final List<Conv2d> MANY_LARGE =
            List.of(new Conv2d(9, 16, 12, 64, 64, 3, 3, 1, 1), new Conv2d(7, 14, 13, 32, 64, 3, 3, 1, 1));

    /** Else the tests below would compare a way with itself. */
    @Test
    void eachShapeGoesTheWayThatIsTested() {
        for (Conv2d shape : FEW_SMALL) {
            assertEquals(Optional.of(WinogradForm.SMALL), Conv2dRule.form(shape, false));
            assertTrue(WinogradFewTiles.suits(Winograd.of(shape, WinogradForm.SMALL), 1));
        }
        for (Conv2d shape : FEW_LARGE) {
            assertEquals(Optional.of(WinogradForm.LARGE), Conv2dRule.form(shape, false));
            assertTrue(WinogradFewTiles.suits(Winograd.of(shape, WinogradForm.LARGE), 1));
        }
        for (Conv2d shape : MANY_LARGE) {
            assertEquals(Optional.of(WinogradForm.LARGE), Conv2dRule.form(shape, false));
            assertFalse(WinogradFewTiles.suits(Winograd.of(shape, WinogradForm.LARGE), 1));
        }
        Winograd fourPanels = new Winograd(FEW_SMALL.getFirst(), WinogradForm.SMALL, 4, 4, panels(4));
        assertTrue(WinogradFewTiles.suits(fourPanels, 2));
        assertFalse(WinogradFewTiles.suits(fourPanels, 3));
    }

    private static Panels panels(int count) {
        return Panels.of(128, count * Lanes.WIDEST_TILE * Lanes.L);
    }

    @Test
    void weightsThatServeOneProductAreNeverTransformedForSmallTiles() {
        FEW_SMALL.forEach(shape -> assertTrue(
                Conv2dRule.form(shape, true).filter(WinogradForm.SMALL::equals).isEmpty(), shape.toString()));
    }

    @ParameterizedTest
    @EnumSource(BoundedRelu.Policy.class)
    void anyThreadsAndVectorsGiveTheSameBits(BoundedRelu.Policy policy) {
        for (List<Conv2d> shapes : List.of(FEW_SMALL, FEW_LARGE, MANY_LARGE)) {
            for (Conv2d shape : shapes) {
                float[] expected = convolve(shape, policy, 512, 1);
                assertArrayEquals(expected, convolve(shape, policy, 512, 2), shape.toString());
                assertArrayEquals(expected, convolve(shape, policy, 512, 3), shape.toString());
                assertArrayEquals(expected, convolve(shape, policy, 256, 2), shape.toString());
                assertArrayEquals(expected, convolve(shape, policy, 128, 3), shape.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BoundedRelu.Policy.class)
    void theReferenceGivesTheSame(BoundedRelu.Policy policy) {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            for (Conv2d shape : List.of(FEW_SMALL.get(1), FEW_LARGE.get(0), MANY_LARGE.get(1))) {
                float[] expected = convolve(reference, shape, policy);
                float[] actual = convolve(shape, policy, 512, 2);
                int beyond = 0;
                for (int i = 0; i < expected.length; i++) {
                    // A sum that rounds to the other side of its bound gives 0 under one policy.
                    if (Math.abs(expected[i] - actual[i]) > 2e-3) {
                        beyond++;
                    }
                }
                assertTrue(beyond <= expected.length / 1000, beyond + " of " + expected.length + " differ: " + shape);
            }
        }
    }

    private static float[] convolve(Conv2d shape, BoundedRelu.Policy policy, int bits, int threads) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            return convolve(backend, shape, policy);
        }
    }

    /** With a bias, a residual, and a bound for each neuron of which many are reached. */
    private static float[] convolve(Backend backend, Conv2d shape, BoundedRelu.Policy policy) {
        int spatial = shape.outHeight() * shape.outWidth();
        BoundedRelu relu = new BoundedRelu(
                policy, BoundedRelu.Granularity.NEURON, KAPPA, shape.batch(), spatial, shape.outChannels());
        Buffer x = random(backend, 1, shape.inputElements());
        Buffer w = random(backend, 2, shape.weightElements());
        Buffer bias = random(backend, 3, shape.outChannels());
        Buffer residual = random(backend, 4, shape.outputElements());
        Buffer bounds = random(backend, 5, relu.bounds());
        Epilogue epilogue = new Epilogue(bias, residual, new Activation.Bounded(relu, bounds));
        Buffer y = backend.allocate(DType.FLOAT32, shape.outputElements());
        Weights packed = backend.pack(shape, w).map(Weights.class::cast).orElse(w);
        backend.conv2d(shape, x, packed, y, epilogue);
        return download(backend, y);
    }
}
