package org.fitact.nn.delta;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/** Which outputs of a window see an input: {@link Window1d} the other way round. */
final class Taps {

    private Taps() {}

    /** The output that sees an input under a tap, −1 if none does. */
    static int output(Window1d window, int input, int tap, int outputs) {
        int shifted = input + window.before() - tap * window.dilation();
        if (shifted < 0 || shifted % window.stride() != 0) {
            return -1;
        }
        int output = shifted / window.stride();
        return output < outputs ? output : -1;
    }

    /** Multiply-adds of a convolution of one image, those of taps in the padding not counted. */
    static long multiplyAdds(Conv2d shape) {
        long rows = inside(shape.window().vertical(), shape.height(), shape.outHeight());
        long columns = inside(shape.window().horizontal(), shape.width(), shape.outWidth());
        return rows * columns * shape.inPerGroup() * shape.outChannels();
    }

    private static long inside(Window1d window, int inputs, int outputs) {
        long taps = 0;
        for (int output = 0; output < outputs; output++) {
            taps += Math.max(0, window.endTap(output, inputs) - window.firstTap(output));
        }
        return taps;
    }
}
