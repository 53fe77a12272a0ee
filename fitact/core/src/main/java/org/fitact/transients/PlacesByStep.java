package org.fitact.transients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places of a network, by the step that makes what is struck there. */
final class PlacesByStep {

    private final Map<String, Place> sums = new HashMap<>();
    private final Map<String, List<Place>> values = new HashMap<>();

    PlacesByStep(List<Place> places) {
        for (Place place : places) {
            if (place.target() == TransientTarget.ACCUMULATOR) {
                sums.put(place.step(), place);
            } else {
                values.computeIfAbsent(place.step(), _ -> new ArrayList<>()).add(place);
            }
        }
    }

    /** The sums of a step. */
    Optional<Place> sums(String step) {
        return Optional.ofNullable(sums.get(step));
    }

    /** The value of a step, once for each value of the unprotected network that it stands for. */
    List<Place> values(String step) {
        return values.getOrDefault(step, List.of());
    }
}
