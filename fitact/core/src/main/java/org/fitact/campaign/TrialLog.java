package org.fitact.campaign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a campaign puts finished trials, and finds those that need not be run again. {@link #inMemory} is enough for a
 * program that keeps nothing; the program's own studies lie in an SQLite file.
 */
public interface TrialLog {

    /** What was recorded for a trial. */
    Optional<TrialOutcome> find(TrialKey key);

    /** Records a finished trial; as durable as the log is when this returns. */
    void put(TrialKey key, TrialOutcome outcome);

    /**
     * A log that is gone with the program.
     *
     * @param trials filled by the campaign, in the order in which trials end; what it holds already is not run again
     */
    static TrialLog inMemory(Map<TrialKey, TrialOutcome> trials) {
        return new TrialLog() {
            @Override
            public Optional<TrialOutcome> find(TrialKey key) {
                return Optional.ofNullable(trials.get(key));
            }

            @Override
            public void put(TrialKey key, TrialOutcome outcome) {
                trials.put(key, outcome);
            }
        };
    }

    /** The same, empty to begin with. */
    static TrialLog inMemory() {
        return inMemory(new LinkedHashMap<>());
    }
}
