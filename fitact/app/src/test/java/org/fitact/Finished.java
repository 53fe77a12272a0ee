package org.fitact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process that has ended left behind. */
public record Finished(int exitCode, String out, String err) {

    /**
     * Starts a process and waits for its end.
     *
     * @param folder where its output is collected, in {@code out.txt} and {@code err.txt}: from pipes that nobody empties it
     *     could stop
     */
    public static Finished run(ProcessBuilder process, Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int exitCode = process.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Finished(exitCode, Files.readString(out), Files.readString(err));
    }
}
