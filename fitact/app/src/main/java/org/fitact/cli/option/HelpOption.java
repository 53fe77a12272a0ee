package org.fitact.cli.option;

import picocli.CommandLine.Option;

/** {@code --help}: part of {@link CommonOptions}, and all that a command takes which has no use for the others. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;
}
