package org.fitact.protect;

import java.io.IOException;
import java.util.Optional;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredValues;

/** Keeps what a scheme has done so far, so that a run that is killed does not begin again. */
public interface PartialWork {

    /** Keeps nothing. */
    PartialWork NOT_KEPT = new PartialWork() {
        @Override
        public Optional<StoredValues> load() {
            return Optional.empty();
        }

        @Override
        public void save(SafetensorsFile state) {}
    };

    /** What was saved last for this network, scheme and settings. */
    Optional<StoredValues> load() throws IOException;

    /** Saves in place of what was saved before, durably when this returns. */
    void save(SafetensorsFile state) throws IOException;
}
