package org.fitact.cli.option.memory;

import java.util.Optional;
import org.fitact.cli.value.MisuseError;
import org.fitact.memory.format.NumberFormats;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Option;

/** How parameters are stored. What is not given is that of the hardened networks, or Q15.16, half-even, saturating. */
public final class NumberOptions {

    @Option(
            names = "--format",
            description =
                    "How parameters are stored: Qm.f of 2 to 32 bits, auto16 or auto8 (fixed point as each tensor needs it), "
                            + "float32, float16, bf16, int8 or int16 with :channel, :asymmetric, :pow2, :thrice "
                            + "(default: that for which the networks were hardened, Q15.16 for others).")
    private TensorFormat format;

    @Option(
            names = "--rounding",
            description = "half_even, half_up, half_down, half_away, half_zero, floor, ceiling, truncate or "
                    + "stochastic (default: likewise, half_even).")
    private Rounding rounding;

    @Option(
            names = "--overflow",
            description = "saturate, saturate_symmetric, saturate_zero, wrap or error (default: likewise, saturate).")
    private Overflow overflow;

    /**
     * What was given, and the rest by a standard.
     *
     * @throws MisuseError for a rule of conversion to a format that has none
     */
    public TensorFormat arithmetic(TensorFormat standard) {
        return switch (NumberFormats.like(standard, format == null ? standard : format)) {
            case FixedPoint fixed ->
                new FixedPoint(
                        fixed.format(),
                        rounding == null ? fixed.rounding() : rounding,
                        overflow == null ? fixed.overflow() : overflow,
                        fixed.seed());
            case TensorFormat other -> withoutRules(other);
        };
    }

    private TensorFormat withoutRules(TensorFormat other) {
        if (rounding != null || overflow != null) {
            throw new MisuseError((rounding == null ? "--overflow" : "--rounding")
                    + " is of fixed point, and --format is " + other.name() + ": leave one of them out");
        }
        return other;
    }

    /** The same by the program's standard. */
    public TensorFormat arithmetic(long seed) {
        return arithmetic(new FixedPoint(QFormat.Q15_16, Rounding.HALF_EVEN, Overflow.SATURATE, seed));
    }

    /** The first of the options that was given, by its name. */
    public Optional<String> given() {
        return Optional.ofNullable(
                format != null ? "--format" : rounding != null ? "--rounding" : overflow != null ? "--overflow" : null);
    }

    /** Whether all of it was given. */
    public boolean saysFormat() {
        return format != null;
    }
}
