package org.fitact.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A command that can go on with what a folder holds, by the options with which that was begun. */
public interface GoesOn {

    /** The folder that it is asked to go on in, by its options as they were parsed; empty if it is to begin. */
    Optional<Path> goesOnIn();

    /** Options of the study that may be typed anew when it goes on. */
    default Set<String> mayDiffer() {
        return Set.of();
    }
}
