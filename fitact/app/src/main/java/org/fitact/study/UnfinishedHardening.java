package org.fitact.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fitact.identity.Identity;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.protect.PartialWork;

/** The unfinished work of one scheme in a file, with what it was begun from and the time that it took. */
final class UnfinishedHardening implements PartialWork {

    private static final String SECONDS = "seconds";

    private final Path file;
    private final Identity identity;
    private final long start = System.nanoTime();
    private double secondsBefore;

    /** @param identity of the result; what was begun for another one is not taken up */
    UnfinishedHardening(Path file, Identity identity) {
        this.file = file;
        this.identity = identity;
    }

    @Override
    public Optional<StoredValues> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StoredValues saved = StoredValues.read(file);
        if (Origins.of(saved.content().metadata()).filter(identity::equals).isEmpty()) {
            return Optional.empty();
        }
        secondsBefore = saved.metadata().number(SECONDS);
        return Optional.of(saved);
    }

    @Override
    public void save(SafetensorsFile state) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(state.metadata());
        metadata.put(Origins.NOTE, identity.json());
        metadata.put(SECONDS, Double.toString(seconds()));
        new SafetensorsFile(metadata, state.tensors()).write(file);
    }

    /** Spent so far, earlier runs' included. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - start) / 1e9;
    }

    void finished() throws IOException {
        Files.deleteIfExists(file);
    }
}
