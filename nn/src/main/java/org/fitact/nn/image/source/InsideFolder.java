package org.fitact.nn.image.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;

/** Holds files of a folder to be in it: a link is followed if it leads to a place below the folder, and refused else. */
public final class InsideFolder {

    private final Path root;
    private final Path realRoot;

    /** @param root may itself be a link, since the user named it */
    public InsideFolder(Path root) throws IOException {
        this.root = root;
        this.realRoot = root.toRealPath();
    }

    /**
     * Follows all links of a path, also those among its folders.
     *
     * @return the path
     * @throws InvalidFileException if that leads out of the folder, or to nowhere
     */
    public Path require(Path path) throws IOException {
        Path target;
        try {
            target = path.toRealPath();
        } catch (IOException | UncheckedIOException e) {
            boolean link = Files.isSymbolicLink(path);
            throw new InvalidFileException(
                    path.toString(),
                    link ? "link" : "file",
                    link ? "one to nowhere" : "not to be reached",
                    (link ? "one to a place in " : "one in ") + root,
                    e);
        }
        if (!target.startsWith(realRoot)) {
            throw new InvalidFileException(path, "link", "one to " + target, "one to a place in " + root);
        }
        return path;
    }
}
