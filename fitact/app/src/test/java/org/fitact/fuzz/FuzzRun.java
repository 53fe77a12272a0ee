package org.fitact.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many inputs over all readers by several threads. Input {@code n} is the same whatever the threads and the number. */
final class FuzzRun {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final long seed;
    private final long inputs;
    private final Path scratch;
    private final Path faulty;
    private final Map<String, FuzzTally> tallies = new LinkedHashMap<>();
    private final Map<String, String> faults = new TreeMap<>();

    /**
     * @param scratch for the files that are read; best in memory
     * @param faulty where inputs are kept whose reading was a fault
     */
    FuzzRun(long seed, long inputs, Path scratch, Path faulty) {
        this.seed = seed;
        this.inputs = inputs;
        this.scratch = scratch;
        this.faulty = faulty;
    }

    /** A folder in memory where the system has one: files of an instant need no disk. */
    static Path scratch() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Faults by what was thrown and where, each with its first input. */
    Map<String, String> faults() {
        return faults;
    }

    Map<String, FuzzTally> tallies() {
        return tallies;
    }

    void run(int threads) throws Exception {
        Files.createDirectories(faulty);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Worker> workers = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Worker worker = new Worker(t, threads);
                workers.add(worker);
                running.add(executor.submit(worker::run));
            }
            for (Future<?> future : running) {
                await(future, workers, executor);
            }
            workers.forEach(worker -> worker.tallies.forEach((name, tally) ->
                    tallies.computeIfAbsent(name, _ -> new FuzzTally()).add(tally)));
        }
    }

    private void await(Future<?> future, List<Worker> workers, ExecutorService executor) throws Exception {
        while (true) {
            try {
                future.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException goesOn) {
                for (Worker worker : workers) {
                    if (worker.reading && System.nanoTime() - worker.started > PATIENCE_NANOS) {
                        executor.shutdownNow();
                        fault(worker.target, worker.number, worker.input, new AssertionError("does not end"));
                        throw new AssertionError(faults.toString());
                    }
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }

    private synchronized void fault(FuzzTarget target, long number, byte[] input, Throwable thrown) throws IOException {
        String where = "";
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("org.fitact") && where.isEmpty()) {
                where = " at " + frame;
            }
        }
        Path file = faulty.resolve(target.name().replaceAll("\\W+", "-") + "-" + number + ".bin");
        String kind = target.name() + ": " + thrown.getClass().getName() + where;
        if (faults.putIfAbsent(kind, "seed " + seed + ", input " + number + ", " + file + ": " + thrown) == null) {
            Files.write(file, input);
        }
    }

    private final class Worker {

        private final int first;
        private final int step;
        private final Map<String, FuzzTally> tallies = new LinkedHashMap<>();

        private volatile FuzzTarget target;
        private volatile long number;
        private volatile byte[] input;
        private volatile long started = System.nanoTime();

        /** False between inputs, and when all are read: then nothing is late. */
        private volatile boolean reading;

        Worker(int first, int step) {
            this.first = first;
            this.step = step;
        }

        Void run() throws IOException {
            Path folder = Files.createTempDirectory(scratch, "fuzz");
            try (FuzzTargets targets = new FuzzTargets(folder)) {
                for (long n = first; n < inputs && !Thread.currentThread().isInterrupted(); n += step) {
                    read(targets.numbered(n), n);
                }
            } finally {
                delete(folder);
            }
            return null;
        }

        private void read(FuzzTarget next, long n) throws IOException {
            target = next;
            number = n;
            input = next.input(seed, n);
            started = System.nanoTime();
            reading = true;
            try {
                tallies.computeIfAbsent(next.name(), _ -> new FuzzTally()).read(next, input);
            } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
                fault(next, n, input, e);
            } finally {
                reading = false;
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
