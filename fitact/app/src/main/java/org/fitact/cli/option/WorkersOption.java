package org.fitact.cli.option;

import org.fitact.cli.value.Within;
import picocli.CommandLine.Option;

/** {@code --workers} of commands that run campaigns. */
public final class WorkersOption {

    @Within("[1, 256]")
    @OfTheRun
    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Trials that are computed side by side, each by a share of --threads. Each worker has a network"
                            + " and the images of a trial in memory for itself. No result depends on it (default:"
                            + " ${DEFAULT-VALUE}).")
    private int workers;

    /** How many trials are computed side by side. */
    public int workers() {
        return workers;
    }
}
