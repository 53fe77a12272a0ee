package org.fitact.cli.option;

import java.util.Locale;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.integer.CalibrationMethod;
import org.fitact.nn.integer.Finest;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Option;

/** How a calibration has a network compute in integers. */
public final class QuantisationOptions {

    @Option(
            names = "--weights",
            paramLabel = "FORMAT",
            defaultValue = "16",
            description =
                    "Bits of weights, with as many of fraction as the largest of a tensor leaves, or a fixed-point"
                            + " format of memories: auto16, which has no more of fraction than 15, or Q7.8 (default:"
                            + " ${DEFAULT-VALUE}).")
    private String weights;

    @Option(
            names = "--biases",
            paramLabel = "FORMAT",
            defaultValue = "32",
            description = "The same of biases (default: ${DEFAULT-VALUE}).")
    private String biases;

    @Option(
            names = "--activations",
            paramLabel = "FORMAT",
            defaultValue = "16",
            description =
                    "The same of bounds, and bits of values, of which each has its own binary point by --calibration,"
                            + " or that of Qm.f (default: ${DEFAULT-VALUE}).")
    private String activations;

    @Within("[16, 64]")
    @Option(
            names = "--accumulator",
            paramLabel = "BITS",
            defaultValue = "48",
            description = "Bits of the sums of products (default: ${DEFAULT-VALUE}).")
    private int accumulator;

    @Option(
            names = "--moment",
            defaultValue = "END",
            description = "When a sum is rounded and overflows: end or each_addition (default: end).")
    private Accumulator.Moment moment;

    @Option(
            names = "--rounding",
            defaultValue = "HALF_EVEN",
            description = "half_even, half_up, half_down, half_away, half_zero, floor, ceiling, truncate or "
                    + "stochastic (default: half_even).")
    private Rounding rounding;

    @Option(
            names = "--overflow",
            defaultValue = "SATURATE",
            description = "saturate, saturate_symmetric, saturate_zero, wrap or error (default: saturate).")
    private Overflow overflow;

    @Option(
            names = "--calibration",
            paramLabel = "METHOD",
            defaultValue = "maximum",
            description = "Where the range of a value ends: maximum, percentile:SHARE, such as percentile:0.9999, or "
                    + "least-squares (default: maximum).")
    private String calibration;

    @Within("[1, 10000000]")
    @Option(
            names = "--calibration-images",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images of the training set that are looked at for it (default: ${DEFAULT-VALUE}).")
    private int images;

    /** Images of the training set for a calibration. */
    public int images() {
        return images;
    }

    /**
     * The rest.
     *
     * @throws MisuseError for a method or a format that is none
     */
    public QuantisationSettings settings(long seed) {
        return new QuantisationSettings(
                format("--weights", weights),
                format("--biases", biases),
                format("--activations", activations),
                accumulator,
                moment,
                rounding,
                overflow,
                method(),
                seed);
    }

    private static TensorFormat format(String option, String text) {
        try {
            TensorFormat format =
                    text.matches("\\d{1,9}") ? new Finest(Integer.parseInt(text)) : NumberFormats.parse(text);
            QuantisationSettings.requireFixedPoint(format);
            return format;
        } catch (IllegalArgumentException e) {
            throw new MisuseError(option, text, "2 to 32 bits, or a fixed-point format such as auto16 or Q7.8");
        }
    }

    private CalibrationMethod method() {
        String name = calibration.toLowerCase(Locale.ROOT);
        try {
            return switch (name) {
                case "maximum" -> new CalibrationMethod.Maximum();
                case "least-squares" -> new CalibrationMethod.LeastSquares();
                case String share
                when share.startsWith("percentile:") ->
                    new CalibrationMethod.Percentile(Double.parseDouble(share.substring("percentile:".length())));
                default ->
                    throw new MisuseError("--calibration", calibration, "maximum, percentile:SHARE or least-squares");
            };
        } catch (IllegalArgumentException e) {
            throw new MisuseError(
                    "--calibration", calibration, "percentile:SHARE with a share of more than 0 and at most 1");
        }
    }
}
