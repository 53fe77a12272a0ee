package org.fitact.cli.option;

import org.fitact.cli.value.Within;
import picocli.CommandLine.Option;

/** {@code --seed}: the option of every command that draws random numbers. */
public final class SeedOption {

    @Within("(-inf, inf)")
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Seed of everything random. */
    public long seed() {
        return seed;
    }
}
