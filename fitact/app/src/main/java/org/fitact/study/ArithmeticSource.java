package org.fitact.study;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.protect.Protections;

/**
 * Where it is said how networks compute in integers: a folder with the arithmetic of each scheme, as {@code fitact quantise} leaves it, or
 * such a file, which is of one network.
 */
public record ArithmeticSource(Path path) {

    /** The file for a network under a scheme; {@code none} is the trained one. It need not be there. */
    public Path of(String scheme) {
        return isFolder() ? new StudyFolder(path).arithmetic(scheme) : path;
    }

    /** The file for the network of a checkpoint, which says under which scheme it is. */
    public Path of(CheckpointInfo network) {
        return of(network.notes()
                .getOrDefault(Hardening.SCHEME, Protections.baseline().name()));
    }

    /** Whether it may say how several networks compute. */
    public boolean isFolder() {
        return Files.isDirectory(path);
    }
}
