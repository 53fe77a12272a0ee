package org.fitact.cuda.kernel.integer;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.tensor.integer.NodeRun;

/**
 * Where ops on words are computed: one at a time, for any thread. Its driver is opened for the first op, and closed when nobody
 * holds the device any more: its owner is no backend, which several threads must not use and which may be closed before.
 */
public final class WordDevice {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Session session;

    /** @param opener of a driver that nobody else uses; not to hold this device */
    public WordDevice(Supplier<Driver> opener) {
        session = new Session(opener);
        CLEANER.register(this, session::close);
    }

    /**
     * Computes an op.
     *
     * @param n elements of the result
     * @param y modified from 0 to n, unless something failed
     * @param run told what happened, unless something failed
     * @param op launches one kernel
     * @return false if a number was beyond the range of a type that fails then
     */
    boolean compute(int n, long[] y, NodeRun run, Consumer<WordOp> op) {
        try {
            return n == 0 || session.compute(n, y, run, op);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What is left when nobody holds the device. */
    private static final class Session {

        private final Supplier<Driver> opener;
        private Driver driver;
        private DeviceMemory memory;

        Session(Supplier<Driver> opener) {
            this.opener = opener;
        }

        synchronized boolean compute(int n, long[] y, NodeRun run, Consumer<WordOp> body) {
            if (driver == null) {
                driver = opener.get();
                memory = new DeviceMemory(driver);
            }
            try (WordOp op = new WordOp(driver, memory, n, run)) {
                body.accept(op);
                return op.end(y);
            }
        }

        synchronized void close() {
            if (driver != null) {
                driver.close();
                driver = null;
            }
        }
    }
}
