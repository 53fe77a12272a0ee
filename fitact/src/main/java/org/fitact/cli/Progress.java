package org.fitact.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far long work is, with an estimate of the time left: a bar on a terminal, otherwise a line at every tenth.
 * Written to standard error, so that standard output stays the result's.
 */
final class Progress implements AutoCloseable {

    private static final int LINES = 10;

    private final String task;
    private final long total;
    private final PrintStream err;
    private final ProgressBar bar;
    private final long start = System.nanoTime();
    private long linesPrinted;

    private Progress(String task, long total, PrintStream err, boolean terminal) {
        this.task = task;
        this.total = total;
        this.err = err;
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(200)
                        .build()
                : null;
    }

    /** Begins a task of a number of pieces. */
    static Progress of(String task, long total) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Progress(task, total, System.err, terminal);
    }

    /** Tells how many pieces are done, and something about the last one. */
    void at(long done, String message) {
        if (bar != null) {
            bar.stepTo(done).setExtraMessage(" " + message);
        } else if (done * LINES / total > linesPrinted) {
            linesPrinted = done * LINES / total;
            double seconds = (System.nanoTime() - start) / 1e9;
            Duration left = Duration.ofSeconds(Math.round(seconds * (total - done) / done));
            err.printf(
                    "%s: %d %%, %s%s%n",
                    task,
                    done * 100 / total,
                    message,
                    left.isZero()
                            ? ""
                            : ", about " + left.toMinutes() + ":" + String.format("%02d", left.toSecondsPart())
                                    + " min left");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
