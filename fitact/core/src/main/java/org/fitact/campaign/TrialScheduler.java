package org.fitact.campaign;

import java.util.Iterator;
import java.util.List;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;

/** Who has the trials of a scheme computed, wherever and in whichever order, and hands them over in theirs. */
public interface TrialScheduler {

    /**
     * Has trials computed until none is left or enough are taken.
     *
     * @param own computes on the calling thread
     * @param others open the same scheme elsewhere
     * @param tasks asked on the calling thread only, possibly for more than are taken
     * @param taker called on the calling thread, in the order of the tasks
     */
    void run(TrialRunner own, Opener others, Iterator<TrialTask> tasks, Taker taker);

    /** Opens a scheme on another backend; safe for several threads. */
    @FunctionalInterface
    interface Opener {

        /** @return to be closed by the caller */
        Opened open(Backend backend, EvaluationSet images);
    }

    /** A scheme on a backend of its own. */
    record Opened(TrialRunner runner, StoredNetwork memory) implements AutoCloseable {

        @Override
        public void close() {
            memory.close();
        }
    }

    /** Takes what was computed. */
    @FunctionalInterface
    interface Taker {

        /**
         * @param outcomes one for each rate of the task
         * @return whether more trials are wanted
         */
        boolean take(TrialTask task, List<TrialOutcome> outcomes);
    }
}
