package org.fitact.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The first place in which two JSON documents differ. The order of fields does not count, nor how a number is written.
 *
 * @param path the place, such as {@code schemes[2].lambda}
 * @param stored what the stored document has there, "nothing" if it lacks the field
 * @param given what the other one has there
 */
public record JsonDifference(String path, String stored, String given) {

    private static final int LONGEST_SHOWN = 60;

    /** Empty where both say the same. */
    public static Optional<JsonDifference> first(JsonNode stored, JsonNode given) {
        return first("", stored, given);
    }

    private static Optional<JsonDifference> first(String path, JsonNode stored, JsonNode given) {
        if (stored != null && given != null) {
            if (stored.isObject() && given.isObject()) {
                return firstField(path, stored, given);
            }
            if (stored.isArray() && given.isArray()) {
                return firstElement(path, stored, given);
            }
            if (equalScalars(stored, given)) {
                return Optional.empty();
            }
        }
        return Optional.of(new JsonDifference(path.isEmpty() ? "(all of it)" : path, shown(stored), shown(given)));
    }

    private static Optional<JsonDifference> firstField(String path, JsonNode stored, JsonNode given) {
        Set<String> names = new LinkedHashSet<>();
        stored.fieldNames().forEachRemaining(names::add);
        given.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .map(name -> first(path.isEmpty() ? name : path + "." + name, stored.get(name), given.get(name)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<JsonDifference> firstElement(String path, JsonNode stored, JsonNode given) {
        for (int i = 0; i < Math.max(stored.size(), given.size()); i++) {
            Optional<JsonDifference> difference = first(path + "[" + i + "]", stored.get(i), given.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static boolean equalScalars(JsonNode stored, JsonNode given) {
        if (stored.isNumber() && given.isNumber()) {
            return stored.decimalValue().compareTo(given.decimalValue()) == 0;
        }
        return stored.equals(given);
    }

    private static String shown(JsonNode node) {
        if (node == null) {
            return "nothing";
        }
        String text = node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
