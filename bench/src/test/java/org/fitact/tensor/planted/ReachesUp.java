package org.fitact.tensor.planted;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.NearestName;

/** Violates: tensor knows nothing above it. */
public final class ReachesUp {

    public Optional<String> near(String name) {
        return NearestName.of(name, List.of());
    }
}
