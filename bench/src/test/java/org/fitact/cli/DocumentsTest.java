package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** What the documents link to is there, and the commands in them are such that the program takes. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern COMMAND = Pattern.compile("^\\s*(?:bin/)?fitact (.+)$");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
                    docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        String text = Files.readString(document).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
        List<String> broken = LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("https?://.*"))
                .filter(link -> !leadsSomewhere(document, link))
                .toList();
        assertEquals(List.of(), broken, document.toString());
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path file) {
        try {
            return HEADING.matcher(Files.readString(file))
                    .results()
                    .map(heading -> heading.group(1)
                            .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                            .strip()
                            .replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its options are there, and their values of the right kind. What a shell fills in is not known here, nor the commands of the launcher
     * and of the profile spark.
     */
    @ParameterizedTest
    @MethodSource("documents")
    void commandsAreTaken(Path document) throws IOException {
        List<String> refused = new ArrayList<>();
        for (String command : commands(Files.readString(document))) {
            try {
                Main.commandLine().parseArgs(words(command));
            } catch (ParameterException e) {
                refused.add(command + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), refused, document.toString());
    }

    private static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            if (block.group(1).equals("text")) {
                continue; // what a command prints
            }
            for (String line : block.group(2).replace("\\\n", " ").split("\n")) {
                String plain = line.replaceFirst("\\s#.*", "").replaceFirst("\\s[>|&;].*", "");
                COMMAND.matcher(plain)
                        .results()
                        .map(command -> command.group(1).strip())
                        .filter(command ->
                                !command.matches(".*[$…].*|.*\\.\\.\\.( .*|$)|(java|bundle|spark-jar|spark-model) .*"))
                        .forEach(commands::add);
            }
        }
        return commands;
    }

    private static String[] words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word ->
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3))
                .toArray(String[]::new);
    }

    @Test
    void theDocumentsHaveCommands() throws IOException {
        long all = documents()
                .mapToLong(document -> commands(read(document)).size())
                .sum();
        assertTrue(all > 60, all + " commands");
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stranger's first ten minutes. */
    @Test
    void theFirstDocumentIsShort() throws IOException {
        long lines = Files.readAllLines(ROOT.resolve("README.md")).size();
        assertTrue(lines <= 150, lines + " lines");
    }
}
