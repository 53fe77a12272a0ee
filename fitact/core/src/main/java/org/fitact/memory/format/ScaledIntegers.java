package org.fitact.memory.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.Scaling;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;

/**
 * Integers of a number of bits b that are multiplied by a scale, of the tensor or of each channel.
 *
 * <p>Symmetric: {@code s = max|x| / (2^(b−1) − 1)}, {@code q = clamp(round(x / s), ±(2^(b−1) − 1))}. Not symmetric: {@code s =
 * (max x − min x) / (2^b − 1)} over a range that holds 0, {@code z = round(−2^(b−1) − min x / s)}, {@code q = clamp(round(x / s) +
 * z)}, so 0 stays 0. The scale is a float32, or the least power of two that is not below, held as its exponent in 8 bits.
 *
 * @param width b, 8 or 16
 * @param perChannel whether each channel has its scale
 * @param symmetric whether 0 is stored as 0
 * @param powerOfTwo whether scales are powers of two
 * @param thrice whether scales and zero points lie in memory three times, each bit read by majority: one flip in a scale changes
 *     all numbers of its channel
 */
public record ScaledIntegers(int width, boolean perChannel, boolean symmetric, boolean powerOfTwo, boolean thrice)
        implements TensorFormat {

    /** The range of a channel, 0 in it. */
    private record Reach(float least, float greatest) {

        static Reach of(float[] values, int first, int step) {
            float least = 0;
            float greatest = 0;
            for (int i = first; i < values.length; i += step) {
                if (!Float.isFinite(values[i])) {
                    throw new ArithmeticException(values[i] + " at index " + i + " has no scaled integer");
                }
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
            return new Reach(least, greatest);
        }

        double width() {
            return (double) greatest - least;
        }

        double magnitude() {
            return Math.max(-least, greatest);
        }
    }

    public ScaledIntegers {
        if (width != 8 && width != 16) {
            throw new IllegalArgumentException("int" + width + ", expected int8 or int16");
        }
    }

    @Override
    public String name() {
        return "int" + width + (perChannel ? ":channel" : "") + (symmetric ? "" : ":asymmetric")
                + (powerOfTwo ? ":pow2" : "") + (thrice ? ":thrice" : "");
    }

    @Override
    public TensorEncoding over(float[] values, int channels) {
        int groups = perChannel ? channels : 1;
        List<Reach> reaches = IntStream.range(0, groups)
                .mapToObj(g -> Reach.of(values, g, groups))
                .toList();
        FixedPoint integers = FixedPoint.of(new QFormat(width - 1, 0));
        NumberFormat ofScales = powerOfTwo ? Exponent.FORMAT : IeeeFormat.FLOAT32;
        int least = integers.format().minWord();
        int most = integers.format().maxWord();
        int[] scales = new int[groups];
        int[] zeros = new int[symmetric ? 0 : groups];
        for (int g = 0; g < groups; g++) {
            scales[g] = ofScales.encode(scale(reaches.get(g), most), g);
            if (!symmetric) {
                double lowestQuotient = reaches.get(g).least / (double) ofScales.decode(scales[g]);
                zeros[g] = (int) Math.clamp(Math.rint(least - lowestQuotient), least, most);
            }
        }
        int lowest = symmetric ? -most : least;
        Scaling scaling = new Scaling(integers, ofScales, lowest, most, scales, zeros);
        return new TensorEncoding(integers, Optional.of(scaling), thrice);
    }

    /** Never 0, and 1 for a channel of zeros. */
    private float scale(Reach reach, int most) {
        double scale = symmetric ? reach.magnitude() / most : reach.width() / (2.0 * most + 1);
        return scale == 0 ? 1 : Math.max((float) scale, Float.MIN_NORMAL);
    }
}
