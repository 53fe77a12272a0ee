package org.fitact.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fitact.documents.Program.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of README.md and docs/ ends as a reader expects, each document from its beginning to its end in a folder of its own.
 * {@link Reductions} says what is smaller, {@link Fixtures} what is there, {@link Listed} what is not run. {@code -Ddocuments=map.md,codes.md}
 * runs some. What was run and how long it took is left in {@code target/documents.md}, what was printed in {@code target/documents.txt}.
 */
@Tag("documents")
class DocumentCommandsTest {

    /** Exit codes that are an answer, of which the document tells. */
    private static final Map<String, Set<Integer>> ANSWERS = Map.of("fitact advise", Set.of(0, 3));

    /** A line for each command, and what each printed. */
    private static final Path REPORT = Path.of("target", "documents.md");

    private static final Path PRINTED = Path.of("target", "documents.txt");

    @TempDir
    private static Path root;

    private static Fixtures fixtures;

    @BeforeAll
    static void begin() throws IOException {
        fixtures = new Fixtures(root);
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, "| command | s | ended with |\n|---|--:|---|\n");
        Files.writeString(PRINTED, "");
    }

    static Stream<Path> documents() throws IOException {
        String some = System.getProperty("documents", "");
        return Documents.all()
                .filter(file -> !file.endsWith("CHANGELOG.md"))
                .filter(file -> some.isEmpty()
                        || List.of(some.split(",")).contains(file.getFileName().toString()));
    }

    private static List<DocumentCommand> all() throws IOException {
        return Documents.all()
                .flatMap(file -> Documents.commands(file).stream())
                .toList();
    }

    @Test
    void whatIsDeclaredIsStillThere() throws IOException {
        List<String> stale = new ArrayList<>(Placeholders.unused(all()));
        List<DocumentCommand> filled =
                all().stream().flatMap(one -> Placeholders.filled(one).stream()).toList();
        stale.addAll(Presumed.unused(filled));
        stale.addAll(Listed.unused(filled));
        assertEquals(List.of(), stale);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsDoWhatTheyAreFor(Path document) throws Exception {
        List<DocumentCommand> commands = Documents.commands(document).stream()
                .flatMap(one -> Placeholders.filled(one).stream())
                .toList();
        if (commands.isEmpty()) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (boolean inText : new boolean[] {false, true}) {
            Path folder = fixtures.folderOf(commands.getFirst().document() + (inText ? " text" : ""));
            try (Program program = new Program(folder)) {
                int line = 0;
                for (DocumentCommand command : commands) {
                    if (command.inText() == inText) {
                        presume(folder, command, inText && command.line() != line);
                        line = command.line();
                        failures.addAll(tried(program, folder, command));
                    }
                }
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n", failures));
        }
    }

    /** Lines of code follow each other. What stands in sentences and tables are alternatives, so each line of these finds things as they were. */
    private static void presume(Path folder, DocumentCommand command, boolean anew) throws Exception {
        for (Presumed presumed : Presumed.of(command)) {
            Path place = folder.resolve(presumed.path());
            if (anew && Files.exists(place)) {
                try (Stream<Path> old = Files.walk(place)) {
                    for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            if (!Files.exists(place)) {
                fixtures.put(presumed.kind(), place);
            }
        }
    }

    private static List<String> tried(Program program, Path folder, DocumentCommand command) throws Exception {
        Optional<Listed> listed = Listed.of(command);
        if (listed.isPresent()) {
            report(command, " | | not run: " + listed.get().reason() + " |");
            return List.of();
        }
        long begun = System.nanoTime();
        Outcome outcome = run(program, folder, command);
        double seconds = (System.nanoTime() - begun) / 1e9;
        report(command, String.format(Locale.ROOT, " | %.1f | %d |", seconds, outcome.exitCode()));
        String printed = command + "\n  run as: " + String.join(" ", Reductions.of(command)) + "\n  ended with "
                + outcome.exitCode() + ":\n" + outcome.output() + "\n";
        Files.writeString(PRINTED, printed, StandardOpenOption.APPEND);
        return expected(command).contains(outcome.exitCode()) ? List.of() : List.of(printed);
    }

    private static void report(DocumentCommand command, String rest) throws IOException {
        String row = "| " + command.document() + ":" + command.line() + " `"
                + command.text().replace("|", "\\|") + "`";
        Files.writeString(REPORT, row + rest + "\n", StandardOpenOption.APPEND);
    }

    private static Set<Integer> expected(DocumentCommand command) {
        return ANSWERS.entrySet().stream()
                .filter(answer -> command.text().startsWith(answer.getKey() + " "))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Set.of(0));
    }

    private static Outcome run(Program program, Path folder, DocumentCommand command) throws Exception {
        List<String> words = Reductions.of(command);
        return switch (words.getFirst()) {
            case "java" -> program.runAlone(words, command.environment());
            case "jshell" -> program.jshell(words);
            case "serve" -> program.served(words);
            default ->
                Fixtures.beginsFromNothing(words)
                        ? fixtures.runOnce(program, folder, words, command.environment())
                        : program.run(words, command.environment());
        };
    }
}
