package org.fitact.cli.option;

import picocli.CommandLine.Option;

/** {@code --json}: the option of every command that prints a result. */
public final class JsonOption {

    @OfTheRun
    @Option(names = "--json", description = "Print the result as one JSON object, for machines.")
    private boolean json;

    /** Whether the result is to be printed for machines. */
    public boolean json() {
        return json;
    }
}
