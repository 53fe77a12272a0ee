package org.fitact.nn.integer;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;

/**
 * Fixed point of one width, in which each tensor has the most bits of fraction that leave room for its largest number, also more
 * than the word is wide: 8 bits for numbers below 2^−4 are Q−4.11. Memories that are not for arithmetic, such as {@code auto8},
 * have no fewer integer bits than none.
 *
 * @param width of a word, 2 to 32
 */
public record Finest(int width) implements TensorFormat {

    public Finest {
        new QFormat(width - 1, 0);
    }

    /** As a user types it: the width. */
    @Override
    public String name() {
        return Integer.toString(width);
    }

    @Override
    public TensorEncoding over(float[] values, int channels) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return new TensorEncoding(FixedPoint.of(QFormat.of(Format.holding(largest, width, true))));
    }
}
