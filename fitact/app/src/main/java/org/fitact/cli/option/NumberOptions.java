package org.fitact.cli.option;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import picocli.CommandLine.Option;

/** How parameters are stored. What is not given is that of the hardened networks, or Q15.16, half-even, saturating. */
public final class NumberOptions {

    @Option(
            names = "--format",
            description = "Fixed-point format of stored parameters: Q15.16, Q7.8, Q3.4 or any of 8, 16 or 32 bits "
                    + "(default: that for which the networks were hardened, Q15.16 for others).")
    private QFormat format;

    @Option(
            names = "--rounding",
            description = "half_even, half_up, truncate or stochastic (default: likewise, half_even).")
    private Rounding rounding;

    @Option(names = "--overflow", description = "saturate, wrap or error (default: likewise, saturate).")
    private Overflow overflow;

    /** What was given, and the rest by a standard. */
    public FixedPoint arithmetic(FixedPoint standard) {
        return new FixedPoint(
                format == null ? standard.format() : format,
                rounding == null ? standard.rounding() : rounding,
                overflow == null ? standard.overflow() : overflow,
                standard.seed());
    }

    /** The same by the program's standard. */
    public FixedPoint arithmetic(long seed) {
        return arithmetic(new FixedPoint(QFormat.Q15_16, Rounding.HALF_EVEN, Overflow.SATURATE, seed));
    }

    /** Whether all of it was given. */
    public boolean saysFormat() {
        return format != null;
    }
}
