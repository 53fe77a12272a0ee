package org.fitact.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fitact.cli.output.PassProgress;
import org.fitact.cli.value.MisuseError;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.OwnData;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option of every command that reads data sets. */
public final class DataDirOption {

    /** A place, which may be another one on the next machine. */
    static final String NAME = "--data-dir";

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
        return PassProgress.over(DataSets.open(name, dataDir()));
    }

    /**
     * What {@code --data} names: a data set, or {@code FORMAT:PLACE} of a user's own images.
     *
     * @param seed of the split of images that nobody divided
     */
    public DataSet open(String data, ImageOptions images, long seed) throws IOException {
        Optional<OwnData> own = OwnData.parse(data, images.fit(), seed);
        if (own.isPresent()) {
            return PassProgress.over(own.get().open(null));
        }
        images.requireUnused(data);
        return open(data);
    }

    /**
     * The data set that the network of a checkpoint was trained on. A user's own images may also lie in the data folder by now.
     */
    public DataSet of(Path checkpoint) throws IOException {
        CheckpointInfo info = Checkpoint.read(checkpoint).info();
        Optional<OwnData> own;
        try {
            own = OwnData.of(info.dataset(), info.notes());
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(checkpoint.toString(), "notes of data set " + info.dataset(), e);
        }
        return own.isPresent() ? PassProgress.over(own.get().open(dataDir())) : open(info.dataset());
    }

    /** The folder, to write to. */
    public Path target() {
        return dataDir;
    }
}
