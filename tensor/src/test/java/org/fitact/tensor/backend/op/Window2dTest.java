package org.fitact.tensor.backend.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Window2dTest {

    @Test
    void everyTapThatIsCountedAsInsideIsInsideAndNoOtherIs() {
        for (int kernel = 1; kernel <= 5; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                for (int dilation = 1; dilation <= 3; dilation++) {
                    for (int before = 0; before <= 4; before++) {
                        tapsInside(new Window1d(kernel, stride, dilation, before, 4 - before));
                    }
                }
            }
        }
    }

    private static void tapsInside(Window1d window) {
        for (int inputs = 1; inputs <= 9; inputs++) {
            if (!window.fits(inputs)) {
                continue;
            }
            for (int output = 0; output < window.outputs(inputs); output++) {
                for (int tap = 0; tap < window.kernel(); tap++) {
                    int input = window.input(output, tap);
                    boolean counted = tap >= window.firstTap(output) && tap < window.endTap(output, inputs);
                    assertEquals(input >= 0 && input < inputs, counted, window + ", " + inputs + ", " + tap);
                }
            }
            int last = window.input(window.outputs(inputs) - 1, window.kernel() - 1);
            assertTrue(last < inputs + window.after(), "the last window ends within the padding");
            assertTrue(last + window.stride() >= inputs + window.after(), "and the next would not");
        }
    }

    /** torch.nn.Conv2d(1, 1, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 3)) of 7x9 gives 4x6. */
    @Test
    void theTwoDimensionsAreIndependent() {
        Window2d window = new Window2d(new Window1d(3, 2, 1, 1, 1), new Window1d(2, 1, 3, 0, 0));
        assertEquals(4, window.outHeight(7));
        assertEquals(6, window.outWidth(9));
        assertFalse(window.isUniform());
        assertTrue(Window2d.of(3, 2, 2, 1).isUniform());
        assertFalse(new Window2d(Window1d.of(3, 1, 1), new Window1d(3, 1, 1, 1, 0)).isUniform());
    }

    @Test
    void whatDoesNotFitIsToldWithAllThatDecidesIt() {
        Window2d dilated = new Window2d(new Window1d(3, 1, 4, 0, 1), Window1d.of(3, 1, 0));
        assertEquals(
                "a 3x3 (dilation 4x1) kernel does not fit a 7x8 input with padding 0, 0, 1, 0 (top, left, bottom, right)",
                assertThrows(IllegalArgumentException.class, () -> dilated.requireFits("kernel", 7, 8))
                        .getMessage());
        assertEquals(
                "a 3x3 window does not fit a 2x2 input with padding 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Window2d.square(3, 1, 0).requireFits("window", 2, 2))
                        .getMessage());
    }

    @Test
    void extentsBeyondAnIntAreNotMistakenForSmallOnes() {
        Window1d far = Window1d.of(1, 1, Integer.MAX_VALUE);
        assertEquals(Integer.MAX_VALUE, far.outputs(1));
        assertFalse(new Window1d(3, 1, Integer.MAX_VALUE, 0, 0).fits(Integer.MAX_VALUE));
    }
}
