package org.fitact.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;

/**
 * Results that JMH wrote as JSON.
 *
 * @param entries by the name of the benchmark with its mode and parameters
 */
public record JmhFile(Path path, Map<String, Entry> entries) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 64L << 20;

    /**
     * One result.
     *
     * @param error half-width of JMH's 99.9 % interval; NaN where a single iteration gave none
     * @param higherIsBetter whether it is a rate, not a time
     * @param forks what the iterations of each JVM gave, {@code [fork][iteration]}; empty where the file does not say
     * @param jvm version of the JDK
     */
    public record Entry(
            double score, double error, String unit, boolean higherIsBetter, double[][] forks, String jvm) {}

    /**
     * Reads a file, or that which a command of bench left in a folder beside its page: {@code NAME.json} of {@code NAME.md}.
     *
     * @throws InvalidFileException if it is not what JMH writes, or holds nothing; it names the field
     */
    public static JmhFile read(Path given) throws IOException {
        Path path = Files.isDirectory(given) ? besidePage(given) : given;
        if (Files.size(path) > LARGEST) {
            throw new InvalidFileException(path, "size", Files.size(path) + " bytes", "at most " + LARGEST);
        }
        JsonNode root = parse(path);
        if (!root.isArray() || root.isEmpty()) {
            throw new InvalidFileException(
                    path,
                    "content",
                    root.isArray() ? "an empty list" : kind(root),
                    "a list of results, as JMH writes them");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < root.size(); i++) {
            String place = "[" + i + "]";
            String name = name(path, place, root.get(i));
            if (entries.put(name, entry(path, place, root.get(i))) != null) {
                throw new InvalidFileException(path, place, "a second result of " + name, "each once");
            }
        }
        return new JmhFile(path, entries);
    }

    private static Path besidePage(Path folder) throws IOException {
        try (Stream<Path> pages = Files.list(folder)) {
            List<Path> found = pages.filter(page -> page.toString().endsWith(".md"))
                    .map(page ->
                            page.resolveSibling(page.getFileName().toString().replaceFirst("md$", "json")))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (found.size() == 1) {
                return found.getFirst();
            }
            throw new InvalidFileException(
                    folder,
                    "content",
                    found.isEmpty() ? "no NAME.json beside a NAME.md" : "results of several commands",
                    "those of one command of bench: name its file");
        }
    }

    private static JsonNode parse(Path path) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(path));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new InvalidFileException(path, "content", "no JSON" + where, "results that JMH wrote with -rf json");
        }
    }

    private static String name(Path path, String place, JsonNode result) throws IOException {
        StringBuilder name = new StringBuilder(
                text(path, place + ".benchmark", result.path("benchmark")).replaceAll("^.*\\.(?=[^.]+\\.[^.]+$)", ""));
        TreeMap<String, String> parameters = new TreeMap<>();
        result.path("params")
                .properties()
                .forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
        parameters.forEach(
                (key, value) -> name.append(' ').append(key).append('=').append(value));
        return name.append(" (").append(mode(path, place, result)).append(')').toString();
    }

    private static Entry entry(Path path, String place, JsonNode result) throws IOException {
        JsonNode metric = result.path("primaryMetric");
        String field = place + ".primaryMetric";
        double score = number(path, field + ".score", metric.path("score"));
        if (!(score > 0)) {
            throw new InvalidFileException(path, field + ".score", String.valueOf(score), "a positive number");
        }
        double error = number(path, field + ".scoreError", metric.path("scoreError"));
        String unit = text(path, field + ".scoreUnit", metric.path("scoreUnit"));
        return new Entry(
                score,
                error,
                unit,
                mode(path, place, result).equals("thrpt"),
                forks(path, field + ".rawData", metric.path("rawData")),
                result.path("jdkVersion").asText(""));
    }

    private static double[][] forks(Path path, String field, JsonNode data) throws IOException {
        double[][] forks = new double[data.size()][];
        for (int fork = 0; fork < forks.length; fork++) {
            forks[fork] = new double[data.get(fork).size()];
            for (int i = 0; i < forks[fork].length; i++) {
                String place = field + "[" + fork + "][" + i + "]";
                forks[fork][i] = number(path, place, data.get(fork).get(i));
                if (!(forks[fork][i] > 0)) {
                    throw new InvalidFileException(path, place, String.valueOf(forks[fork][i]), "a positive number");
                }
            }
            if (forks[fork].length == 0) {
                throw new InvalidFileException(path, field + "[" + fork + "]", "empty", "iterations of a fork");
            }
        }
        return forks;
    }

    private static String mode(Path path, String place, JsonNode result) throws IOException {
        return text(path, place + ".mode", result.path("mode"));
    }

    /** JMH writes "NaN" in quotes, as JSON has no such number. */
    private static double number(Path path, String field, JsonNode node) throws IOException {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isTextual() && node.textValue().equals("NaN")) {
            return Double.NaN;
        }
        throw new InvalidFileException(path, field, kind(node), "a number");
    }

    private static String text(Path path, String field, JsonNode node) throws IOException {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw new InvalidFileException(path, field, kind(node), "a text");
        }
        return node.textValue();
    }

    private static String kind(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        return node.isArray() ? "a list" : node.isObject() ? "an object" : node.toString();
    }
}
