package org.fitact.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A build of the program in a process of its own, which runs rounds when it is told to. Closing it ends the process. */
final class TurnTaker implements AutoCloseable {

    private final Path build;
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Thread endWithThisProcess;

    /**
     * Starts a build, and waits until its network is ready and validated.
     *
     * @param build its checkout
     * @param program that takes the turns, {@code bench/turns/Turn.java}
     * @throws IOException if it ends before it is ready; it names the build
     */
    TurnTaker(Path build, Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(build.resolve("bin/fitact").toAbsolutePath().toString(), "java", program.toString()));
        command.addAll(arguments);
        this.build = build;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        endWithThisProcess = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
        answers = process.inputReader();
        orders = process.outputWriter();
        String said = answer();
        if (!said.equals("ready")) {
            close();
            throw new IOException(build + ": says \"" + said + "\", expected \"ready\"");
        }
    }

    /** The nanoseconds of what a round runs, by name: of several rounds the median, or the mean. */
    Map<String, Double> run(int rounds) throws IOException {
        orders.write(rounds + "\n");
        orders.flush();
        Map<String, Double> times = new LinkedHashMap<>();
        for (String word : answer().split(" ")) {
            int sign = word.indexOf('=');
            times.put(word.substring(0, sign), Double.parseDouble(word.substring(sign + 1)));
        }
        return times;
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            close();
            throw new IOException(
                    build + ": its benchmark has ended; \"bin/fitact bench jmh InferenceBenchmark\" there says why");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        } catch (IllegalStateException e) {
            // This process is about to end, and has run the hook.
        }
    }
}
