package org.fitact.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.cli.option.MisuseError;

/** Whether a command may begin or go on, by what lies in its folder. */
final class Resuming {

    private Resuming() {}

    /**
     * Checks that {@code --resume} is given where there is something to go on with, and only there: a mistyped folder must
     * not begin anew what another has almost finished.
     *
     * @param file by which to tell
     * @param what lies there, in a word
     * @throws MisuseError if it is not so
     */
    static void require(boolean resume, Path file, String what) {
        if (Files.exists(file) && !resume) {
            throw new MisuseError(
                    file + " exists already: add --resume to go on with that " + what + ", or choose another --out");
        }
        if (!Files.exists(file) && resume) {
            throw new MisuseError(file + " is not there, so there is no " + what
                    + " to go on with: check --out, or leave --resume out to begin one");
        }
    }
}
