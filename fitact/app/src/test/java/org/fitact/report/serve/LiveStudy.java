package org.fitact.report.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;

/** A campaign of two schemes and two rates that a test has at work. */
public final class LiveStudy implements AutoCloseable {

    private static final String STUDY = "{'model': 'lenet5', 'dataset': 'digits <1>', 'parameters': 1000, 'bounds': 10,"
            + " 'schemes': ['none', 'fitact'], 'rates': [1e-6, 1e-5], 'conditions': {'seed': 7},"
            + " 'stopping': {'halfWidth': 0, 'minTrials': 5, 'maxTrials': 5}}";

    private final TrialStore store;

    /** Begins it in a folder, with what there is before the first fault. */
    public LiveStudy(Path folder) throws IOException {
        JsonNode study = new ObjectMapper().readTree(STUDY.replace('\'', '"'));
        store = TrialStore.openOrCreate(new StudyFolder(folder).trials(), study);
        store.put(TrialKey.faultFree("none"), new TrialOutcome(0, 90, 100, 0.1));
        store.put(TrialKey.faultFree("fitact"), new TrialOutcome(0, 91, 100, 0.1));
    }

    /** Adds one trial of both schemes at both rates. */
    public void trial(int number) {
        for (String scheme : new String[] {"none", "fitact"}) {
            for (double rate : new double[] {1e-6, 1e-5}) {
                int correct = (scheme.equals("none") ? 30 : 80) + number % 10;
                store.put(new TrialKey(scheme, rate, number), new TrialOutcome(3, correct, 100, 0.1));
            }
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
