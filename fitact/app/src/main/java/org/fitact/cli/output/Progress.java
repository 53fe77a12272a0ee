package org.fitact.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.fitact.text.Times;

/**
 * How far long work is, with an estimate of the time left: a bar on a terminal, otherwise a line at every tenth.
 * Written to standard error, so that standard output stays the result's.
 */
public final class Progress implements AutoCloseable {

    private static final int LINES = 10;

    private final String task;
    private final long total;
    private final PrintStream err;
    private final PrintableText text;
    private final ProgressBar bar;
    private final long start = System.nanoTime();
    private long linesPrinted;

    private Progress(String task, long total, PrintStream err, boolean terminal) {
        this.task = task;
        this.total = total;
        this.err = err;
        this.text = new PrintableText(Terminal.errCharset());
        this.bar = terminal ? bar(text.of(task), total, text) : null;
    }

    /** Begins a task of a number of pieces. */
    static Progress of(String task, long total) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Progress(task, total, System.err, terminal);
    }

    /** A bar moves the cursor, which no printed text may: it has a way of its own to the terminal, for printable text only. */
    private static ProgressBar bar(String task, long total, PrintableText text) {
        PrintStream terminal = new PrintStream(new FileOutputStream(FileDescriptor.err), true, Terminal.errCharset());
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(text.hasBlocks() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .build();
    }

    /** Tells how many pieces are done, and something about the last one. */
    void at(long done, String message) {
        if (bar != null) {
            bar.stepTo(done).setExtraMessage(" " + text.of(message));
        } else if (done * LINES / total > linesPrinted) {
            linesPrinted = done * LINES / total;
            double seconds = (System.nanoTime() - start) / 1e9;
            Duration left = Duration.ofSeconds(Math.round(seconds * (total - done) / done));
            err.printf(Locale.ROOT, "%s: %d %%, %s%s%n", task, done * 100 / total, message, inWords(left));
        }
    }

    private static String inWords(Duration left) {
        return left.isZero() ? "" : ", " + Times.left(left);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
