package org.fitact.nn.integer;

import org.fitact.tensor.fixedpoint.Format;

/**
 * What a calibration keeps of the numbers of a value: by each power of two how many are of its size, with their sums and squares,
 * which is all that the choice of a binary point asks.
 */
final class Distribution {

    /** Sizes are told apart from 2^−100 to 2^100. */
    private static final int FARTHEST = 100;

    private final long[] counts = new long[2 * FARTHEST + 1];
    private final double[] sums = new double[counts.length];
    private final double[] squares = new double[counts.length];
    private long numbers;
    private double largest;

    /** @throws ArithmeticException for NaN and infinities */
    void add(float number) {
        if (!Float.isFinite(number)) {
            throw new ArithmeticException("the network makes " + number + ", expected finite numbers");
        }
        double magnitude = Math.abs((double) number);
        int size = Math.clamp(Math.getExponent(magnitude), -FARTHEST, FARTHEST) + FARTHEST;
        counts[size]++;
        sums[size] += magnitude;
        squares[size] += magnitude * magnitude;
        numbers++;
        largest = Math.max(largest, magnitude);
    }

    double largest() {
        return largest;
    }

    /** The binary point for words of a width. */
    Format format(int width, boolean signed, CalibrationMethod method) {
        Format whole = Format.holding(largest, width, signed);
        return switch (method) {
            case CalibrationMethod.Maximum _ -> whole;
            case CalibrationMethod.Percentile(double share) -> {
                Format format = whole;
                Format finer = finer(format);
                while (beyond(finer) <= (1 - share) * numbers && format.fraction() - whole.fraction() < width) {
                    format = finer;
                    finer = finer(format);
                }
                yield format;
            }
            case CalibrationMethod.LeastSquares _ -> {
                Format best = whole;
                for (Format format = whole; format.fraction() - whole.fraction() < width; format = finer(format)) {
                    best = squaredError(format) < squaredError(best) ? format : best;
                }
                yield best;
            }
        };
    }

    private static Format finer(Format format) {
        return new Format(format.width(), format.fraction() + 1, format.signed());
    }

    /** The exponent of the power of two at which a format's range ends. */
    private static int end(Format format) {
        return format.integer() - (format.signed() ? 1 : 0);
    }

    private long beyond(Format format) {
        long beyond = 0;
        for (int size = first(format); size < counts.length; size++) {
            beyond += counts[size];
        }
        return beyond;
    }

    private static int first(Format format) {
        return Math.clamp(end(format) + FARTHEST, 0, 2 * FARTHEST + 1);
    }

    /** {@code Σ (|x| − end)²} beyond the range, and a twelfth of the squared unit for each number within. */
    private double squaredError(Format format) {
        double end = Math.scalb(1.0, end(format));
        double error = (numbers - beyond(format)) * format.resolution() * format.resolution() / 12;
        for (int size = first(format); size < counts.length; size++) {
            error += squares[size] - 2 * end * sums[size] + end * end * counts[size];
        }
        return error;
    }
}
