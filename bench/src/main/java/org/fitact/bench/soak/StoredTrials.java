package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.store.TrialStore;
import org.fitact.store.TrialStoreException;

/** Looks into a campaign's store without touching it: into a copy, with its journal. */
final class StoredTrials {

    private static final List<String> PARTS = List.of("", "-wal", "-journal");

    private StoredTrials() {}

    /** Reads an open store. */
    private interface Reading<T> {
        T of(TrialStore store);
    }

    /** How many trials were stored; none too if the store was killed while it was made. */
    static int count(Path store) throws IOException {
        if (!Files.exists(store)) {
            return 0;
        }
        try {
            return read(store, open -> open.trials().size());
        } catch (TrialStoreException creationCutShort) {
            return 0;
        }
    }

    /** What the trials found, and the documents that do not tell of times. */
    static List<Object> findings(Path store) throws IOException {
        return read(store, open -> {
            List<Object> parts = new ArrayList<>();
            for (Map.Entry<TrialKey, TrialOutcome> trial : open.trials().entrySet()) {
                TrialOutcome outcome = trial.getValue();
                parts.add(List.of(trial.getKey(), outcome.flips(), outcome.correct(), outcome.images()));
            }
            for (String document : List.of(TrialStore.STUDY, TrialStore.NEURONS, TrialStore.EXAMPLES)) {
                parts.add(open.document(document));
            }
            return parts;
        });
    }

    private static <T> T read(Path store, Reading<T> reading) throws IOException {
        Path folder = Files.createTempDirectory("fitact-soak");
        try {
            for (String part : PARTS) {
                Path file = store.resolveSibling(store.getFileName() + part);
                if (Files.exists(file)) {
                    Files.copy(file, folder.resolve(store.getFileName() + part));
                }
            }
            try (TrialStore copy = TrialStore.open(folder.resolve(store.getFileName()))) {
                return reading.of(copy);
            }
        } finally {
            Folders.remove(folder);
        }
    }
}
