package org.fitact.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
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

    /** A data set that lies in the folder, or needs none. */
    public DataSet open(String name) throws IOException {
        return DataSets.open(name, dataDir());
    }

    /** The data set that the network of a checkpoint was trained on. */
    public DataSet of(Path checkpoint) throws IOException {
        return open(Checkpoint.read(checkpoint).info().dataset());
    }

    /** The folder, to write to. */
    public Path target() {
        return dataDir;
    }
}
