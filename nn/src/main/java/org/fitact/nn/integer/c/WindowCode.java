package org.fitact.nn.integer.c;

import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * Loops over the outputs of a window and over its taps, those in the padding left out. What is done with them finds the index {@code at} of
 * an output, its row and column {@code oy} and {@code ox}, those of a tap {@code ky} and {@code kx}, and of the pixel under it {@code iy} and {@code ix}.
 *
 * @param height of the input
 * @param width of the input
 * @param channel name of the output's channel
 * @param channels of the output
 */
record WindowCode(Window2d window, int height, int width, String channel, int channels) {

    /**
     * The loops.
     *
     * @param begin before the taps of an output
     * @param tap at each tap
     * @param end behind them
     */
    String loops(String begin, String tap, String end) {
        return Template.of("""
                for (int32_t oy = 0; oy < ${outHeight}; oy++) {
                    for (int32_t ox = 0; ox < ${outWidth}; ox++) {
                        for (int32_t ${channel} = 0; ${channel} < ${channels}; ${channel}++) {
                            const int32_t at = (oy * ${outWidth} + ox) * ${channels} + ${channel};
                            ${begin}
                            for (int32_t ky = 0; ky < ${kernelHeight}; ky++) {
                                const int32_t iy = ${iy};
                                ${outsideY}
                                for (int32_t kx = 0; kx < ${kernelWidth}; kx++) {
                                    const int32_t ix = ${ix};
                                    ${outsideX}
                                    ${tap}
                                }
                            }
                            ${end}
                        }
                    }
                }
                """)
                .with("outHeight", window.outHeight(height))
                .with("outWidth", window.outWidth(width))
                .with("channel", channel)
                .with("channels", channels)
                .with("kernelHeight", window.kernelHeight())
                .with("kernelWidth", window.kernelWidth())
                .with("iy", input(window.vertical(), "oy", "ky"))
                .with("ix", input(window.horizontal(), "ox", "kx"))
                .with("outsideY", outside(window.vertical(), "iy", height))
                .with("outsideX", outside(window.horizontal(), "ix", width))
                .with("begin", begin)
                .with("tap", tap)
                .with("end", end)
                .fill();
    }

    /** The input under a tap of a window. */
    private static String input(Window1d side, String output, String tap) {
        String first = side.stride() == 1 ? output : output + " * " + side.stride();
        String behind = side.dilation() == 1 ? tap : tap + " * " + side.dilation();
        return first + (side.before() == 0 ? "" : " - " + side.before()) + " + " + behind;
    }

    /** Goes on to the next tap where there is padding under this one. */
    private static String outside(Window1d side, String input, int inputs) {
        boolean before = side.before() > 0;
        boolean behind = side.input(side.outputs(inputs) - 1, side.kernel() - 1) >= inputs;
        if (!before && !behind) {
            return "";
        }
        String condition = (before ? input + " < 0" : "")
                + (before && behind ? " || " : "")
                + (behind ? input + " >= " + inputs : "");
        return "if (" + condition + ") {\n    continue;\n}";
    }
}
