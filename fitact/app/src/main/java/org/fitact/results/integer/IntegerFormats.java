package org.fitact.results.integer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.tensor.fixedpoint.ApFixed;
import org.fitact.tensor.fixedpoint.FixedType;

/**
 * In which formats a network computes in integers, over all of its layers: bits of a word, and of its fraction in brackets, as in
 * {@code 16 (12–15)}.
 *
 * @param bounds empty if it has none
 * @param values what nodes make, the images among them
 * @param rules by which numbers become words of accumulators and values, as {@code ap_fixed} names them
 */
public record IntegerFormats(
        String scheme, String weights, String biases, String bounds, String values, String accumulators, String rules) {

    /** Reads what a study says of a scheme's arithmetic. */
    public static IntegerFormats of(String scheme, JsonNode arithmetic) {
        Map<String, String> parameters = arithmetic.path("parameters").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, type -> type.getValue().asText()));
        List<FixedType> values = types(arithmetic, "output");
        values.add(ApFixed.parse(arithmetic.path("images").asText()));
        List<FixedType> accumulators = types(arithmetic, "accumulator");
        return new IntegerFormats(
                scheme,
                stored(parameters, name -> name.endsWith(".weight")),
                stored(parameters, name -> name.endsWith(".bias")),
                stored(parameters, name -> !name.endsWith(".weight") && !name.endsWith(".bias")),
                text(values),
                text(accumulators),
                Stream.concat(values.stream(), accumulators.stream())
                        .map(IntegerFormats::rules)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    private static List<FixedType> types(JsonNode arithmetic, String field) {
        List<FixedType> types = new ArrayList<>();
        arithmetic.path("layers").forEach(layer -> {
            if (layer.has(field)) {
                types.add(ApFixed.parse(layer.path(field).asText()));
            }
        });
        return types;
    }

    private static String stored(Map<String, String> parameters, Predicate<String> names) {
        return text(parameters.entrySet().stream()
                .filter(parameter -> names.test(parameter.getKey()))
                .map(parameter -> ApFixed.parse(parameter.getValue()))
                .toList());
    }

    private static String text(Collection<FixedType> types) {
        if (types.isEmpty()) {
            return "";
        }
        TreeSet<Integer> widths = new TreeSet<>();
        TreeSet<Integer> fractions = new TreeSet<>();
        types.forEach(type -> {
            widths.add(type.format().width());
            fractions.add(type.format().fraction());
        });
        return range(widths) + " (" + range(fractions) + ")";
    }

    private static String range(TreeSet<Integer> numbers) {
        return numbers.size() == 1 ? numbers.first().toString() : numbers.first() + "–" + numbers.last();
    }

    private static String rules(FixedType type) {
        String written = type.toString();
        String[] arguments = written.substring(written.indexOf('<') + 1, written.length() - 1)
                .split(",");
        return arguments[2] + ", " + arguments[3];
    }
}
