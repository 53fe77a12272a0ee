package org.fitact.campaign;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.fitact.measure.RangeAlarm;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;

/** Who has the trials of a scheme computed, wherever and in whichever order, and hands them over in theirs. */
public interface TrialScheduler {

    /**
     * Has trials computed until none is left or enough are taken.
     *
     * @param tasks asked on the calling thread only, possibly for more than are taken
     * @param taker called on the calling thread, in the order of the tasks
     */
    void run(Scheme scheme, Iterator<TrialTask> tasks, Taker taker);

    /**
     * A scheme whose trials are to be computed.
     *
     * @param settings of its campaign
     * @param alarm by what bounds cut, if it is asked for
     * @param own computes on the calling thread
     * @param others open the same on other backends of this process
     */
    record Scheme(
            CampaignScheme scheme,
            CampaignSettings settings,
            Optional<RangeAlarm> alarm,
            TrialRunner own,
            Opener others) {}

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
