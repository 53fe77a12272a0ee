package org.fitact.bench.soak;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A run of the program in a process of its own. Closing it ends the process, if it still runs. */
final class Child implements AutoCloseable {

    private static final long LOOK_NANOS = 300_000;

    private final Process process;
    private final Path folder;
    private final long start = System.nanoTime();
    private final Thread endWithThisProcess;

    /** How a run ended. */
    enum End {
        FINISHED,
        KILLED,
        TERMINATED
    }

    /** @param folder where the run works */
    Child(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        endWithThisProcess = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /** Waits until the run has ended by itself. */
    End await() throws InterruptedException {
        process.waitFor();
        return End.FINISHED;
    }

    /** Since the start. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Of a run that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Interrupts the run at a moment, unless it ends before that. */
    End interrupt(Moment moment) throws InterruptedException {
        if (process.waitFor(moment.millis(), TimeUnit.MILLISECONDS)) {
            return End.FINISHED;
        }
        while (moment.inAWrite() && !Leftovers.isHalfWritten(folder)) {
            if (process.waitFor(LOOK_NANOS, TimeUnit.NANOSECONDS)) {
                return End.FINISHED;
            }
        }
        return end(moment.signal());
    }

    // A run that ended by itself just before it was told to has its own exit code.
    private End end(Moment.Signal signal) throws InterruptedException {
        if (signal == Moment.Signal.TERMINATE) {
            process.destroy();
            return process.waitFor() == 0 ? End.FINISHED : End.TERMINATED;
        }
        process.destroyForcibly();
        return process.waitFor() == 0 ? End.FINISHED : End.KILLED;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
    }
}
