package org.fitact.imagefile;

import java.util.concurrent.Semaphore;

/** How many units of something all threads together may hold at a time: who wants more than are left waits, in turn. */
final class Allowance {

    private final int most;
    private final Semaphore left;

    /** @param most 1 is taken where it is less, 2³¹ − 1 where it is more */
    Allowance(long most) {
        this.most = Math.clamp(most, 1, Integer.MAX_VALUE);
        this.left = new Semaphore(this.most, true);
    }

    /** Units that are held until this is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until so many are left and takes them; who wants more than there ever are gets all, and so is alone. */
    Held take(long units) {
        int taken = (int) Math.min(units, most);
        left.acquireUninterruptibly(taken);
        return () -> left.release(taken);
    }

    /** Whether a thread waits. */
    boolean isAwaited() {
        return left.hasQueuedThreads();
    }
}
