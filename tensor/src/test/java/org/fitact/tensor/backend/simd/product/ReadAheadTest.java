package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.Operands.assertSameAmong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One image of some tiles, whose weights are touched before their use, gets the bits that it has among many. */
class ReadAheadTest {

    /** Images among which none has a strip for itself. */
    private static final int MANY = 13;

    /** Maps of 17 to 192 pixels, some blocks of terms and many, one panel and several, of all widths. */
    private static final List<Conv2d> ONE_IMAGE = List.of(
            new Conv2d(1, 17, 1, 1025, 64, 1, 1, 1, 0),
            new Conv2d(1, 5, 5, 1151, 207, 1, 1, 1, 0),
            new Conv2d(1, 8, 8, 131, 200, 3, 3, 1, 1),
            new Conv2d(1, 8, 8, 520, 640, 1, 1, 1, 0),
            new Conv2d(1, 13, 7, 129, 130, 3, 3, 1, 1),
            new Conv2d(1, 16, 12, 207, 335, 1, 1, 1, 0));

    @ParameterizedTest
    @CsvSource({"128, 1", "256, 2", "512, 1", "512, 2", "512, 3"})
    void oneImageHasTheBitsThatItHasAmongMany(int bits, int threads) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            for (Conv2d one : ONE_IMAGE) {
                assertFalse(FewRowsProduct.fits(ForwardRuns.of(one)), one.toString());
                assertSameAmong(MANY, one, backend);
            }
        }
    }

    @Test
    void touchesStayWithinTheWeights() {
        float[] weights = new float[100_000];
        int pages = 8 * 1024;
        assertEquals(1_000, ReadAhead.touched(1_000, 0, 0, weights));
        assertEquals(1_256, ReadAhead.touched(1_000, 1, 0, weights));
        assertEquals(1_064, ReadAhead.touched(1_000, 1, 2, weights));
        assertEquals(weights.length - pages, ReadAhead.touched(weights.length, 0, 0, weights));
        for (int pace = 0; pace <= 2; pace++) {
            int tiles = ReadAhead.TILES << pace;
            int last = ReadAhead.touched(weights.length, tiles - 1, pace, weights);
            assertEquals(weights.length - pages / 8 / tiles, last + pages / 8 * 7);
        }
    }

    /** All tiles that touch are whole ones, and together they touch every line of a block of 128 terms once. */
    @Test
    void theTilesThatTouchAreThere() {
        for (int tiles = ReadAhead.TILES; tiles < 40; tiles++) {
            int pace = ReadAhead.pace(tiles);
            int touching = 0;
            while (ReadAhead.touches(touching, pace)) {
                touching++;
            }
            assertTrue(touching <= tiles, touching + " of " + tiles);
            assertEquals(Tiles.DEPTH * 4, touching * (Tiles.DEPTH >> pace));
        }
    }

    @Test
    void panelsThatACacheKeepsAreNotTouched() {
        assertFalse(ReadAhead.helps(64, 4, 512 * 64));
        assertFalse(ReadAhead.helps(ReadAhead.FEWEST_ROWS - 1, 4, 2048 * 256));
        assertFalse(ReadAhead.helps(ReadAhead.FEWEST_ROWS, 2, 2048 * 256));
        assertEquals(Lanes.L == 16, ReadAhead.helps(ReadAhead.FEWEST_ROWS, 4, 2048 * 256));
    }
}
