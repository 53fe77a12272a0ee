package org.fitact.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.identity.JsonDifference;
import org.fitact.protect.Protections;

/**
 * Two studies of equal identity as one: what outcomes depend on must be the same in both, and what was asked of the campaigns, schemes,
 * rates and numbers of trials, is put together.
 */
public final class StudyUnion {

    private static final String SCHEMES = "schemes";
    private static final String RATES = "rates";
    private static final String STOPPING = "stopping";
    private static final String MAX_TRIALS = "maxTrials";
    private static final Set<String> ASKED = Set.of(SCHEMES, RATES, STOPPING, StudyDefinition.NETWORKS);

    private StudyUnion() {}

    /** The first field on which outcomes depend, and in which two definitions differ; empty if they can be put together. */
    public static Optional<JsonDifference> difference(JsonNode a, JsonNode b) {
        return JsonDifference.first(dependedOn(a, b), dependedOn(b, a));
    }

    /** Everything but what was asked; of the networks those of schemes that both have. */
    private static JsonNode dependedOn(JsonNode study, JsonNode other) {
        ObjectNode fields = study.deepCopy();
        fields.remove(ASKED);
        ObjectNode networks = fields.putObject(StudyDefinition.NETWORKS);
        study.path(StudyDefinition.NETWORKS).properties().forEach(network -> {
            if (other.path(StudyDefinition.NETWORKS).has(network.getKey())) {
                networks.set(network.getKey(), network.getValue());
            }
        });
        return fields;
    }

    /**
     * The definition of both together, whose stopping rule is that of the one with more trials.
     *
     * @throws IllegalArgumentException if they differ in what outcomes depend on; it names the field
     */
    public static JsonNode of(JsonNode a, JsonNode b) {
        difference(a, b).ifPresent(difference -> {
            throw new IllegalArgumentException("\"" + difference.path() + "\" is " + difference.stored() + " and "
                    + difference.given() + ", on which outcomes depend");
        });
        ObjectNode all = a.deepCopy();
        ObjectNode networks = (ObjectNode) all.path(StudyDefinition.NETWORKS);
        b.path(StudyDefinition.NETWORKS)
                .properties()
                .forEach(network -> networks.set(network.getKey(), network.getValue()));
        ArrayNode schemes = all.putArray(SCHEMES);
        schemes(a, b).forEach(schemes::add);
        ArrayNode rates = all.putArray(RATES);
        Set<Double> both = new TreeSet<>();
        a.path(RATES).forEach(rate -> both.add(rate.doubleValue()));
        b.path(RATES).forEach(rate -> both.add(rate.doubleValue()));
        both.forEach(rates::add);
        all.set(STOPPING, trials(a) >= trials(b) ? a.path(STOPPING) : b.path(STOPPING));
        return all;
    }

    private static int trials(JsonNode study) {
        return study.path(STOPPING).path(MAX_TRIALS).asInt();
    }

    /** In the order of the registry; those that it has not, such as a scheme under a code, where they stand. */
    private static List<String> schemes(JsonNode a, JsonNode b) {
        List<String> names = new ArrayList<>();
        a.path(SCHEMES).forEach(name -> names.add(name.textValue()));
        b.path(SCHEMES).forEach(name -> {
            if (!names.contains(name.textValue())) {
                names.add(name.textValue());
            }
        });
        List<String> known = Protections.names();
        if (known.containsAll(names)) {
            names.sort((first, second) -> Integer.compare(known.indexOf(first), known.indexOf(second)));
        }
        return names;
    }
}
