package org.fitact.cli;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import picocli.CommandLine.Option;

/** How parameters are stored. */
final class NumberOptions {

    @Option(
            names = "--format",
            defaultValue = "Q15.16",
            description = "Fixed-point format of stored parameters: Q15.16, Q7.8, Q3.4 or any of 8, 16 or 32 bits "
                    + "(default: ${DEFAULT-VALUE}).")
    private QFormat format;

    @Option(
            names = "--rounding",
            defaultValue = "HALF_EVEN",
            description = "half_even, half_up, truncate or stochastic (default: half_even).")
    private Rounding rounding;

    @Option(
            names = "--overflow",
            defaultValue = "SATURATE",
            description = "saturate, wrap or error (default: saturate).")
    private Overflow overflow;

    FixedPoint arithmetic(long seed) {
        return new FixedPoint(format, rounding, overflow, seed);
    }
}
