package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.fitact.report.ReportInputs;
import org.fitact.stats.Bootstrap;
import org.fitact.store.TrialStore;

/** Reads what a report shows from the trial store of a study folder, and from nothing else. */
public final class StudyReport {

    private static final int RESAMPLES = 2000;

    private StudyReport() {}

    /** What a report shows, from the store of a folder. */
    public static ReportInputs inputs(StudyFolder study) throws IOException {
        try (TrialStore store = TrialStore.open(study.trials())) {
            return inputs(study, store);
        }
    }

    /** The bootstrap draws by the study's own seed, so that remaking a report changes no digit. */
    static ReportInputs inputs(StudyFolder study, TrialStore store) throws IOException {
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, seed(store.study()));
        return ReportInputs.read(study.trials(), store, bootstrap);
    }

    /** Among the conditions; at the top in what earlier versions wrote. */
    private static long seed(JsonNode study) {
        JsonNode seed = study.path("conditions").path("seed");
        return (seed.isMissingNode() ? study.path("seed") : seed).asLong();
    }
}
