package org.fitact.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.fitact.cli.value.MisuseError;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --resume}: the option of every command that goes on with what a folder holds only if it is told to. */
public final class ResumeOption {

    @OfTheRun
    @Option(names = "--resume", description = "After an interruption: go on with what lies in the folder of --out.")
    private boolean resume;

    public boolean isGiven() {
        return resume;
    }

    /** The folder, if the command is to go on in it; empty if it is to begin. */
    public Optional<Path> in(Path folder) {
        return resume ? Optional.of(folder) : Optional.empty();
    }

    /**
     * Begins or goes on: remembers what was typed for a command that begins.
     *
     * @param file by which to tell whether something was begun
     * @param what lies there, in a word
     * @param resolved options that were left to the folder, by what they came to
     * @throws MisuseError if there is something to go on with and {@code --resume} is not given, or the reverse: a mistyped
     *     folder must not begin anew what another has almost finished
     */
    public void begin(CommandSpec command, StudyFolder study, Path file, String what, Map<String, String> resolved)
            throws IOException {
        if (Files.exists(file) && !resume) {
            throw new MisuseError(
                    file + " exists already: add --resume to go on with that " + what + ", or choose another --out");
        }
        if (!Files.exists(file) && resume) {
            throw new MisuseError(file + " is not there, so there is no " + what
                    + " to go on with: check --out, or leave --resume out to begin one");
        }
        if (!resume) {
            StudyOptions.remember(command, study, resolved);
        }
    }
}
