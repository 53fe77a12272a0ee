package org.fitact.cli.output;

import java.util.function.LongSupplier;
import org.fitact.nn.image.ForwardingImages;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSet;
import org.fitact.text.Numbers;

/**
 * Images of a data set, which show how far a pass over them is, as for their hash, if it takes long: nothing else would be said
 * for minutes where there are many files.
 */
public class PassProgress extends ForwardingImages {

    /** Before which nothing is shown. */
    private static final long PATIENCE_NANOSECONDS = 2_000_000_000;

    private final LongSupplier clock;
    private long start;
    private int last;
    private Progress progress;

    PassProgress(Images source, LongSupplier clock) {
        super(source);
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** The data set, whose passes are shown. */
    public static DataSet over(DataSet set) {
        return new DataSet(
                set.name(),
                new PassProgress(set.train(), System::nanoTime),
                new PassProgress(set.test(), System::nanoTime),
                set.notes());
    }

    @Override
    public synchronized void passed(int done, int of) {
        if (done <= last || last == 0) {
            close();
            start = clock.getAsLong();
        }
        last = done == of ? 0 : done;
        if (progress == null && last > 0 && clock.getAsLong() - start > PATIENCE_NANOSECONDS) {
            progress = Progress.of("reading images", of);
        }
        if (progress != null) {
            progress.at(done, Numbers.grouped(done) + " of " + Numbers.grouped(of));
        }
        if (done == of) {
            close();
        }
    }

    /** Whether something is shown now. */
    synchronized boolean shown() {
        return progress != null;
    }

    private void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
