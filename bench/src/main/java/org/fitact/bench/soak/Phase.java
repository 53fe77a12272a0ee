package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One thing that the program does, in a folder of its own.
 *
 * @param name in the report
 * @param template the folder that every run begins with a copy of; none where it begins in an empty one
 * @param start main class and arguments of a run from the beginning; paths are relative to the folder
 * @param resume the same, of a run that goes on
 * @param resumes whether there is something in the folder to go on from
 * @param underWay whether a run that was killed had something of its work on the disk
 */
record Phase(
        String name,
        Optional<Path> template,
        List<String> start,
        List<String> resume,
        Predicate<Path> resumes,
        UnderWay underWay) {

    /** A look into a folder. */
    @FunctionalInterface
    interface UnderWay {
        boolean in(Path folder) throws IOException;
    }

    /** What comes next in a folder, after none or some interrupted runs. */
    List<String> next(Path folder) {
        return resumes.test(folder) ? resume : start;
    }
}
