package org.fitact.bench.soak;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts this program again, as it was started itself: the same JVM with the same options, on the same class path.
 *
 * @param log to which everything goes that the runs say
 * @param temporary the temporary folder of the runs, so that what they leave there is seen
 */
record Program(Path log, Path temporary) {

    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    /**
     * Starts a run.
     *
     * @param arguments the main class and its arguments
     * @param folder its working folder
     */
    Child start(List<String> arguments, Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith(TEMPORARY))
                .forEach(command::add);
        command.add(TEMPORARY + temporary);
        command.add("-cp");
        command.add(classPath());
        command.addAll(arguments);
        Files.createDirectories(temporary);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return new Child(process, folder);
    }

    /** The last line that a run said. */
    String lastWords() throws IOException {
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "without a word" : lines.getLast().strip();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
