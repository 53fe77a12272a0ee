package org.fitact.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of every command that reads data sets. */
public final class DataDirOption {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:FITACT_DATA:-data}",
            description = "Folder that holds the data sets (default: FITACT_DATA, else the folder data).")
    private Path dataDir;

    /** The folder. */
    public Path dataDir() {
        return dataDir;
    }
}
