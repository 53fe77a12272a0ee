package org.fitact.nn.integer.c;

import org.fitact.nn.image.Normalisation;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Draws;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.integer.Tally;

/** The function that makes words of an image's bytes: by a table, since there are but 256 of them in each channel. */
final class PixelCode {

    private final Layer layer;
    private final FixedType type;
    private final int elements;

    PixelCode(Layer layer, FixedType type, int elements) {
        this.layer = layer;
        this.type = type;
        this.elements = elements;
    }

    /** Writes it, unless words are drawn, or a byte has none. */
    void write(String name, Normalisation normalisation) {
        float[][] numbers = normalisation.table();
        int channels = numbers.length;
        int levels = numbers[0].length;
        long[] words = new long[channels * levels];
        if (type.rounding() == Rounding.STOCHASTIC) {
            return;
        }
        for (int c = 0; c < channels; c++) {
            long[] of = new long[levels];
            try {
                NodeRun run = new NodeRun(new Tally(), new Draws(0, 0, levels));
                new ReferenceIntegerOps().quantise(levels, numbers[c], type, of, run);
            } catch (ArithmeticException beyond) {
                return;
            }
            System.arraycopy(of, 0, words, c * levels, levels);
        }
        CInteger word = CInteger.of(type.format());
        layer.function(Template.of("""
                /* Makes words of an image's bytes, as quantise does of (byte / 255 - mean) / sd. */
                static inline void ${name}(const uint8_t *pixels, ${Y} *words)
                {
                    for (int32_t i = 0; i < ${elements}; i++) {
                        words[i] = ${table}[${channel}pixels[i]];
                    }
                }
                """)
                .with("name", name)
                .with("Y", word)
                .with("elements", elements)
                .with("table", layer.array("levels", word, words))
                .with("channel", channels == 1 ? "" : "i % " + channels + " * " + levels + " + ")
                .fill());
    }
}
