package org.fitact.memory.format;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;

/**
 * Fixed point of one width, in which each tensor has the least integer bits that hold all its numbers, and the rest for the
 * fraction: {@code auto16}. Where no format of the width holds them, it is the one of the widest range, which saturates.
 *
 * @param width of a word, 2 to 32
 */
public record Fitting(int width) implements TensorFormat {

    public Fitting {
        new QFormat(width - 1, 0);
    }

    @Override
    public String name() {
        return "auto" + width;
    }

    @Override
    public TensorEncoding over(float[] values, int channels) {
        int m = 0;
        FixedPoint format = of(m);
        for (float value : values) {
            while (m < width - 1 && !format.holds(value) && !Float.isNaN(value)) {
                format = of(++m);
            }
        }
        return new TensorEncoding(format);
    }

    private FixedPoint of(int integerBits) {
        return FixedPoint.of(new QFormat(integerBits, width - 1 - integerBits));
    }
}
