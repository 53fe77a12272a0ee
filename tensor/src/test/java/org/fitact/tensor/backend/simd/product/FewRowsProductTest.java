package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.Operands.assertSameAmong;
import static org.fitact.tensor.backend.simd.Operands.convolveAndActivate;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.PackedWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One image, whose rows are few, gets the bits that it has among many, whatever the threads and the vectors. */
class FewRowsProductTest {

    /** Images among which none is a product of few rows. */
    private static final int MANY = 70;

    /** Maps of 2 to 16 pixels, one block of terms and many, panels of every width, channels of all kinds. */
    private static final List<Conv2d> ONE_IMAGE = List.of(
            new Conv2d(1, 2, 1, 1025, 1, 1, 1, 1, 0),
            new Conv2d(1, 2, 2, 130, 65, 3, 3, 1, 1),
            new Conv2d(1, 5, 1, 13, 207, 1, 1, 1, 0),
            new Conv2d(1, 4, 3, 7, 130, 3, 3, 2, 1),
            new Conv2d(1, 3, 2, 131, 77, 3, 3, 1, 1),
            new Conv2d(1, 13, 1, 1151, 64, 1, 1, 2, 0),
            new Conv2d(1, 4, 3, 64, 192, 1, 1, 1, 0),
            new Conv2d(1, 13, 1, 1, 63, 1, 1, 1, 0),
            new Conv2d(1, 4, 4, 207, 130, 3, 3, 1, 1),
            new Conv2d(1, 7, 7, 129, 64, 3, 3, 2, 1),
            new Conv2d(1, 4, 3, 1151, 70, 1, 1, 1, 0),
            new Conv2d(1, 5, 3, 130, 207, 3, 3, 1, 1));

    @ParameterizedTest
    @CsvSource({"128, 1", "128, 3", "256, 2", "512, 1", "512, 2", "512, 3"})
    void oneImageHasTheBitsThatItHasAmongMany(int bits, int threads) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            for (Conv2d one : ONE_IMAGE) {
                assertTrue(FewRowsProduct.fits(ForwardRuns.of(one)), one.toString());
                assertSameAmong(MANY, one, backend);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void changedWeightsAreTakenOver(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            for (Conv2d shape : ONE_IMAGE) {
                Buffer w = random(backend, 1, shape.weightElements());
                Buffer x = random(backend, 2, shape.inputElements());
                PackedWeights packed = backend.pack(shape, w).orElseThrow();
                for (int at : new int[] {0, shape.weightElements() / 3, shape.weightElements() - 1}) {
                    backend.upload(MemorySegment.ofArray(new float[] {-8192.5f}), w, at);
                    packed.refresh(at, 1);
                }
                assertArrayEquals(
                        convolveAndActivate(backend, shape, x, w), convolveAndActivate(backend, shape, x, packed));
            }
        }
    }
}
