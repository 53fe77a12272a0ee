package org.fitact.protect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a scheme did to a network, for the report and for the checkpoint.
 *
 * @param details settings and findings by name, in the order in which they are to be read; numbers, texts and lists
 */
public record Outcome(Map<String, Object> details) {

    public static final Outcome NOTHING_TO_SAY = new Outcome(Map.of());

    public Outcome {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
