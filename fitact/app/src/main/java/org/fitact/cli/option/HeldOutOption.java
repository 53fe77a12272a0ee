package org.fitact.cli.option;

import org.fitact.cli.value.Within;
import org.fitact.study.HeldOut;
import picocli.CommandLine.Option;

/** {@code --held-out}: the option of every command that divides a training set. */
public final class HeldOutOption {

    @Within("(0, 1)")
    @Option(
            names = "--held-out",
            defaultValue = "0.1",
            description = "Share of the training set on which choices are made (default: ${DEFAULT-VALUE}).")
    private double share;

    public HeldOut heldOut(long seed) {
        return new HeldOut(share, seed);
    }
}
