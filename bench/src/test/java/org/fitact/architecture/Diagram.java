package org.fitact.architecture;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What knows what, as a flow chart of Mermaid draws it. Arrows that follow from others are left out.
 *
 * @param arrows to each node the nodes that it knows
 */
record Diagram(SortedMap<String, SortedSet<String>> arrows) {

    private static final Pattern NODE = Pattern.compile("\\s*(\\w+)\\[\"([^\"]+)\"]");
    private static final Pattern ARROWS = Pattern.compile("\\s*(\\w+) --> (\\w+(?: & \\w+)*)");

    /** @param all without cycles; every node is a key */
    static Diagram of(Map<String, ? extends Set<String>> all) {
        SortedMap<String, SortedSet<String>> few = new TreeMap<>();
        all.forEach((from, targets) -> few.put(
                from,
                targets.stream()
                        .filter(Predicate.not(to -> targets.stream().anyMatch(other -> reaches(all, other, to))))
                        .collect(Collectors.toCollection(TreeSet::new))));
        return new Diagram(few);
    }

    /** Whether a way of one arrow or more leads from one node to another. */
    private static boolean reaches(Map<String, ? extends Set<String>> all, String from, String to) {
        return all.get(from).stream().anyMatch(next -> next.equals(to) || reaches(all, next, to));
    }

    /** Reads what {@link #mermaid} writes. @throws IllegalArgumentException if a line is neither a node nor arrows */
    static Diagram parse(Collection<String> lines) {
        Map<String, String> labels = new TreeMap<>();
        SortedMap<String, SortedSet<String>> arrows = new TreeMap<>();
        for (String line : lines) {
            Matcher node = NODE.matcher(line);
            Matcher some = ARROWS.matcher(line);
            if (node.matches()) {
                labels.put(node.group(1), node.group(2));
                arrows.put(node.group(2), new TreeSet<>());
            } else if (some.matches() && labels.containsKey(some.group(1))) {
                for (String target : some.group(2).split(" & ")) {
                    arrows.get(labels.get(some.group(1))).add(labels.getOrDefault(target, target));
                }
            } else if (!line.isBlank() && !line.startsWith("flowchart")) {
                throw new IllegalArgumentException("neither a node nor arrows from one: " + line);
            }
        }
        return new Diagram(arrows);
    }

    /** The text of the chart. */
    String mermaid() {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        arrows.keySet().forEach(node -> text.append("    " + id(node) + "[\"" + node + "\"]\n"));
        arrows.forEach((from, targets) -> {
            if (!targets.isEmpty()) {
                String to = targets.stream().map(Diagram::id).collect(Collectors.joining(" & "));
                text.append("    ").append(id(from)).append(" --> ").append(to).append('\n');
            }
        });
        return text.toString();
    }

    private static String id(String node) {
        return node.replaceAll("\\W", "_");
    }
}
