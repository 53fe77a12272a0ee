package org.fitact.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --out}: the option of every command that leaves files. */
public final class OutOption {

    @OfTheRun
    @Option(names = "--out", paramLabel = "DIR", description = "Folder for what the command writes.")
    private Path out;

    /** The folder for results, if one was given. */
    public Optional<Path> out() {
        return Optional.ofNullable(out);
    }
}
