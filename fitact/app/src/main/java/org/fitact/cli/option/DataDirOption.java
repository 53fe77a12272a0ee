package org.fitact.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option of every command that reads data sets. */
public final class DataDirOption {

    private static final String NAME = "--data-dir";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = NAME,
            paramLabel = "DIR",
            defaultValue = "${env:FITACT_DATA:-data}",
            description = "Folder that holds the data sets (default: FITACT_DATA, else the folder data).")
    private Path dataDir;

    /**
     * The folder, to read from. That by default need not be there: there are data sets that need none.
     *
     * @throws MisuseError if one was named that is not there
     */
    public Path dataDir() {
        if (command.commandLine().getParseResult().hasMatchedOption(NAME) && !Files.isDirectory(dataDir)) {
            throw new MisuseError(NAME, dataDir, "a folder that is there");
        }
        return dataDir;
    }

    /** The folder, to write to. */
    public Path target() {
        return dataDir;
    }
}
