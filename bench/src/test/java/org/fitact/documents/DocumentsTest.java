package org.fitact.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fitact.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** What the documents link to is there, and the commands in them are such that the program takes. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private static final Pattern BUILD = Pattern.compile("\\./mvnw [^`\n]*");
    private static final Pattern BUILD_OPTION = Pattern.compile("(-P |-pl |-Dtest=)([^\\s#]+)");

    static Stream<Path> documents() throws IOException {
        return Documents.all();
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
        return HEADING.matcher(Documents.read(file))
                .results()
                .map(heading -> heading.group(1)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .strip()
                        .replace(' ', '-'))
                .toList();
    }

    /**
     * Its options are there, and their values of the right kind. What a shell fills in is not known here, nor the commands of the launcher
     * and of the profile spark. {@code -P documents} runs them.
     */
    @ParameterizedTest
    @MethodSource("documents")
    void commandsAreTaken(Path document) {
        List<String> refused = new ArrayList<>();
        for (DocumentCommand command : Documents.commands(document)) {
            for (DocumentCommand filled : Placeholders.filled(command)) {
                if (filled.ofTheProgram()) {
                    try {
                        Main.commandLine().parseArgs(filled.words().toArray(String[]::new));
                    } catch (ParameterException e) {
                        refused.add(filled + ": " + e.getMessage());
                    }
                }
            }
        }
        assertEquals(List.of(), refused, document.toString());
    }

    @Test
    void theDocumentsHaveCommands() throws IOException {
        long all = documents()
                .mapToLong(document -> Documents.commands(document).size())
                .sum();
        assertTrue(all > 120, all + " commands");
    }

    /** Profiles, modules and classes that a build is asked for are there. */
    @ParameterizedTest
    @MethodSource("documents")
    void buildsAreThoseOfTheProject(Path document) throws IOException {
        String profiles = Documents.read(Documents.ROOT.resolve("pom.xml"))
                + Documents.read(Documents.ROOT.resolve("bench/pom.xml"));
        List<String> unknown = new ArrayList<>();
        for (MatchResult build :
                BUILD.matcher(Documents.read(document)).results().toList()) {
            for (MatchResult option :
                    BUILD_OPTION.matcher(build.group()).results().toList()) {
                for (String name : option.group(2).split(",")) {
                    boolean there = switch (option.group(1)) {
                        case "-P " -> profiles.contains("<id>" + name + "</id>");
                        case "-pl " -> Files.exists(Documents.ROOT.resolve(name + "/pom.xml"));
                        default -> isATest(name);
                    };
                    if (!there) {
                        unknown.add(option.group());
                    }
                }
            }
        }
        assertEquals(List.of(), unknown, document.toString());
    }

    private static boolean isATest(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Documents.ROOT)) {
            return files.anyMatch(file -> file.endsWith(name + ".java"));
        }
    }

    /** Whoever came to a page by a search finds the others. */
    @Test
    void everyGuideIsInTheIndexAndLeadsBack() throws IOException {
        Path index = Documents.ROOT.resolve("docs/README.md");
        List<String> lost = new ArrayList<>();
        for (Path guide : documents()
                .filter(file -> file.startsWith(index.getParent()) && !file.equals(index))
                .toList()) {
            if (!Documents.read(index).contains("](" + guide.getFileName() + ")")
                    || !Documents.read(guide)
                            .lines()
                            .limit(3)
                            .toList()
                            .toString()
                            .contains("[Guides](README.md)")) {
                lost.add(guide.toString());
            }
        }
        assertEquals(List.of(), lost);
    }

    /** A stranger's first ten minutes. */
    @Test
    void theFirstDocumentIsShort() throws IOException {
        long lines = Files.readAllLines(Documents.ROOT.resolve("README.md")).size();
        assertTrue(lines <= 150, lines + " lines");
    }
}
