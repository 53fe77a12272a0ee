package org.fitact.nn.image.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.Named;

/** A data set that can be opened by name: where its files lie, where they come from, how they are read. */
public interface DataSource extends Named {

    /** One line for a listing: number and size of the images, classes. */
    String summary();

    /** The files of the data set, without folder; none when it is part of the program. */
    List<String> files();

    /**
     * How long a file is, where its format says so: what an archive holds under its name in another length is not
     * unpacked.
     */
    default OptionalLong length(String file) {
        return OptionalLong.empty();
    }

    /** Sub-folders in which the files may lie, as the official archive and other tools lay them out. */
    List<String> folders();

    /** The official addresses; none when the data set is part of the program. */
    List<RemoteFile> remoteFiles();

    /**
     * Reads and checks the whole data set.
     *
     * @param folder the folder that holds {@link #files()}; not used when the data set is part of the program
     * @throws InvalidFileException when a file is not what its format demands
     */
    DataSet read(Path folder) throws IOException;

    /** Whether it is part of the program, so that nothing has to be downloaded. */
    default boolean isEmbedded() {
        return files().isEmpty();
    }

    /**
     * The folder that holds all files: {@code dataDir} itself, {@code dataDir/name}, or one of {@link #folders()} in
     * these two. Empty when there is none, or when the data set is part of the program.
     */
    default Optional<Path> find(Path dataDir) {
        return isEmbedded() ? Optional.empty() : DataFolder.find(dataDir, this);
    }

    /**
     * Reads the data set from where {@link #find} finds it.
     *
     * @param dataDir may be null for a data set that is part of the program
     * @throws InvalidFileException also when a file is missing
     */
    default DataSet open(Path dataDir) throws IOException {
        if (isEmbedded()) {
            return read(dataDir);
        }
        Optional<Path> folder = find(dataDir);
        if (folder.isEmpty()) {
            throw DataFolder.missing(dataDir, this);
        }
        return read(folder.get());
    }
}
