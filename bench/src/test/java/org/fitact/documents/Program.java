package org.fitact.documents;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as it answers in one folder, by a process that is kept as long as the folder is used. */
final class Program implements AutoCloseable {

    /** What came of a command. */
    record Outcome(int exitCode, String output) {}

    private static final long SECONDS = 1200;

    private final Path folder;
    private Process loop;
    private BufferedWriter commands;
    private BufferedReader answers;

    Program(Path folder) {
        this.folder = folder;
    }

    /** Runs a command, by a process of its own where variables are set for it. */
    Outcome run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        return environment.isEmpty() ? run(words) : runAlone(words, environment);
    }

    private Outcome run(List<String> words) throws IOException, InterruptedException {
        if (loop == null || !loop.isAlive()) {
            loop = java(List.of(CommandLoop.class.getName()))
                    .redirectError(folder.resolve(".loop-err.txt").toFile())
                    .start();
            commands = loop.outputWriter(StandardCharsets.UTF_8);
            answers = loop.inputReader(StandardCharsets.UTF_8);
        }
        commands.write(String.join(CommandLoop.BETWEEN_WORDS, words));
        commands.newLine();
        commands.flush();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::readLine);
        try {
            String line = answer.get(SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                return new Outcome(loop.waitFor(), Files.readString(folder.resolve(".loop-err.txt")));
            }
            int space = line.indexOf(' ');
            return new Outcome(
                    Integer.parseInt(line.substring(CommandLoop.ANSWER.length(), space)),
                    new String(Base64.getDecoder().decode(line.substring(space + 1)), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            close();
            return new Outcome(-1, "nothing after " + SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith(CommandLoop.ANSWER)) {
                line = answers.readLine();
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By a process of its own; {@code fitact java} has a file or a class behind it. */
    Outcome runAlone(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        boolean own = words.getFirst().equals("java");
        List<String> line = new ArrayList<>(own ? words.subList(1, words.size()) : words);
        if (!own) {
            line.addFirst("org.fitact.cli.Main");
        }
        ProcessBuilder builder = java(line);
        builder.environment().putAll(environment);
        String jars = environment.get("FITACT_CLASSPATH"); // as bin/fitact reads it
        if (jars != null) {
            builder.command().replaceAll(word -> word.equals(classPath()) ? word + File.pathSeparator + jars : word);
        }
        return ended(builder);
    }

    /** {@code fitact jshell FILE}: as bin/fitact starts it. */
    Outcome jshell(List<String> words) throws IOException, InterruptedException {
        String vectors = "--add-modules=jdk.incubator.vector";
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "-J-Djava.util.prefs.userRoot=" + folder.toAbsolutePath(), // where it keeps what was typed
                "--class-path",
                classPath(),
                vectors,
                "-R" + vectors,
                "-R--enable-native-access=ALL-UNNAMED"));
        line.addAll(words.subList(1, words.size()));
        return ended(new ProcessBuilder(line).directory(folder.toFile()));
    }

    private Outcome ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = folder.resolve(".output.txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Outcome(-1, "nothing after " + SECONDS + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    /** {@code fitact serve}: serves at the address that it prints, until it is ended. */
    Outcome served(List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(words);
        line.addFirst("org.fitact.cli.Main");
        line.addAll(List.of("--port", "0"));
        Process process = java(line).redirectErrorStream(true).start();
        try (BufferedReader printed = process.inputReader()) {
            StringBuilder said = new StringBuilder();
            for (String next = printed.readLine(); next != null; next = printed.readLine()) {
                said.append(next).append('\n');
                if (next.contains("http://")) {
                    URI address = URI.create(next.replaceFirst(".*(http://\\S+/).*", "$1"));
                    try (HttpClient client = HttpClient.newHttpClient()) {
                        int status = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                                .statusCode();
                        return new Outcome(status == 200 ? 0 : status, said.toString());
                    }
                }
            }
            return new Outcome(process.waitFor(), said.toString());
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private ProcessBuilder java(List<String> line) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "@" + Documents.ROOT.resolve("bin/jvm.args").toAbsolutePath(),
                "-Xmx2g",
                "-Djmh.ignoreLock=true",
                "-cp",
                classPath()));
        all.addAll(line);
        return new ProcessBuilder(all).directory(folder.toFile());
    }

    static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.destroyForcibly();
            loop = null;
        }
    }
}
