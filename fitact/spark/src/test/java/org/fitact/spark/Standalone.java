package org.fitact.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A master of Spark and workers of one core each, as processes of this machine that hear its own address only. */
final class Standalone implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final List<String> OF_THE_JVM = List.of("-Xmx256m", "@../../bin/spark.args");

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    Standalone(Path folder, int workers) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = free.getLocalPort();
        }
        // A worker asks for a folder of jars, and takes no class path instead.
        Files.createDirectories(folder.resolve("home/jars"));
        start("master", "org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
        for (int i = 1; i <= workers; i++) {
            start(
                    "worker-" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work-" + i).toString(),
                    master());
        }
    }

    private void start(String name, String program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(OF_THE_JVM);
        line.addAll(
                List.of("-cp", System.getProperty("java.class.path"), program, "--host", HOST, "--webui-port", "0"));
        line.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        process.environment().put("SPARK_HOME", folder.resolve("home").toString());
        process.environment().put("SPARK_SCALA_VERSION", "2.13");
        process.environment().put("SPARK_LOCAL_IP", HOST);
        processes.add(process.start());
    }

    String master() {
        return "spark://" + HOST + ":" + port;
    }

    /** Executors that a worker, from 1, has begun so far; each has a folder. */
    int begun(int worker) {
        Path work = folder.resolve("work-" + worker);
        if (!Files.exists(work)) {
            return 0;
        }
        try (Stream<Path> found = Files.find(work, 2, (path, _) -> path.getNameCount() == work.getNameCount() + 2)) {
            return (int) found.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As SIGKILL does: the worker, and its executors with it. */
    void kill(int worker) {
        Stream<ProcessHandle> executors = executors(worker).stream();
        processes.get(worker).destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops a worker and its executors, until they are told to go on. */
    void pause(int worker) throws IOException, InterruptedException {
        signal("-STOP", worker);
    }

    void goOn(int worker) throws IOException, InterruptedException {
        signal("-CONT", worker);
    }

    private void signal(String signal, int worker) throws IOException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(executors(worker));
        if (all.isEmpty()) {
            throw new IllegalStateException("worker " + worker + " has no executor");
        }
        all.add(processes.get(worker).toHandle());
        for (ProcessHandle process : all) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Its children. */
    private List<ProcessHandle> executors(int worker) {
        return processes.get(worker).descendants().toList();
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
