package org.fitact.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/field.md} of what the schemes' equations are tested by names each scheme, and tests that there are. */
class FieldTestsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final List<String> MODULES = List.of("tensor", "nn", "fitact/core");

    /** From the heading on. */
    private static List<String> section() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("docs/field.md"));
        int from = lines.indexOf("## What the equations are tested by");
        assertTrue(from > 0, "the section is there");
        return lines.subList(from, lines.size());
    }

    private static List<String> quoted(String text) {
        List<String> quoted = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            quoted.add(matcher.group(1));
        }
        return quoted;
    }

    @Test
    void everySchemeHasALine() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String line : section()) {
            if (line.startsWith("| `")) {
                named.addAll(quoted(line.split("\\|")[1]));
            }
        }
        Set<String> schemes =
                new TreeSet<>(Protections.all().stream().map(Protection::name).toList());
        assertEquals(schemes, named);
    }

    @Test
    void everyTestIsThere() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(some -> some.toString().endsWith("Test.java"))
                        .toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        int tests = 0;
        for (String line : section()) {
            for (String name : quoted(line)) {
                if (name.matches("\\w+Test\\.\\w+")) {
                    String type = name.substring(0, name.indexOf('.'));
                    String method = name.substring(name.indexOf('.') + 1);
                    assertTrue(sources.getOrDefault(type, "").contains(" " + method + "("), name + " is no test");
                    tests++;
                }
            }
        }
        assertTrue(tests > 30, tests + " tests are named");
    }
}
