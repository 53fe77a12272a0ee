package org.fitact.bench.soak;

import org.fitact.tensor.random.PhiloxRandom;

/**
 * When and how a run is interrupted.
 *
 * @param millis from its start
 * @param inAWrite whether to wait, from then on, until a file is half written
 * @param signal what it gets
 */
record Moment(long millis, boolean inAWrite, Signal signal) {

    private static final int TERMINATIONS = 8;
    private static final int START_UP = 8;

    /** How a process is ended. */
    enum Signal {
        /** SIGKILL: the process does nothing more. */
        KILL,
        /** SIGTERM: the process may still tidy up. */
        TERMINATE
    }

    /**
     * Any moment of a run with the same probability, after the eighth in which hardly more than the JVM starts; half of them are put off to the next half-written file, and one in
     * eight is a SIGTERM.
     *
     * @param whole what an uninterrupted run takes, ms
     */
    static Moment draw(PhiloxRandom random, long whole) {
        long startUp = whole / START_UP;
        long millis = startUp + random.nextLong(Math.max(1, whole - startUp));
        boolean inAWrite = random.nextBoolean();
        return new Moment(millis, inAWrite, random.nextInt(TERMINATIONS) == 0 ? Signal.TERMINATE : Signal.KILL);
    }
}
