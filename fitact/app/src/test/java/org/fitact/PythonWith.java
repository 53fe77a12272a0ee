package org.fitact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first Python that has a module: that of the path, or the system's, for which Debian has packages.
 *
 * @param command empty where none has it
 * @param tried why those before it have not, in one line each
 */
public record PythonWith(Optional<String> command, List<String> tried) {

    /** @param folder where the output of a try is collected */
    public static PythonWith module(String module, Path folder) throws InterruptedException {
        List<String> tried = new ArrayList<>();
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                Finished finished = Finished.run(new ProcessBuilder(python, "-c", "import " + module), folder);
                if (finished.exitCode() == 0) {
                    return new PythonWith(Optional.of(python), tried);
                }
                tried.add(
                        python + ": " + finished.err().strip().lines().toList().getLast());
            } catch (IOException e) {
                tried.add(e.getMessage());
            }
        }
        return new PythonWith(Optional.empty(), tried);
    }
}
