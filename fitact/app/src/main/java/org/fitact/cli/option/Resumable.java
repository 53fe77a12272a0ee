package org.fitact.cli.option;

import java.nio.file.Path;
import java.util.Optional;

/** A command that loses little when it is interrupted: called again, it goes on with what lies in its folder. */
public interface Resumable {

    /**
     * The file by which {@code --resume} knows what to go on with; empty where the same command goes on by itself, as what is
     * done it does not do again. While the file is not there yet, the same command begins again.
     */
    default Optional<Path> resumesFrom() {
        return Optional.empty();
    }
}
