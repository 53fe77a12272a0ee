package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fitact.cli.value.UserError;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    /** Runs a command that fails in the given way. */
    private int fail(Callable<Integer> action) {
        return Main.run(new CommandLine(new Failing(action)), new PrintWriter(out), new PrintWriter(err));
    }

    @Command(name = "failing")
    private record Failing(Callable<Integer> action) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return action.call();
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    @Command(name = "paint")
    private static final class Paint implements Callable<Integer> {
        @Option(names = "--colour", paramLabel = "COLOUR")
        private Colour colour;

        @Override
        public Integer call() {
            return colour == Colour.GREEN ? 0 : 9;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            docter            | unknown command 'docter': did you mean 'doctor'?; see fitact --help
            docter --help     | unknown command 'docter': did you mean 'doctor'?; see fitact --help
            --help xyzzy      | unknown command 'xyzzy'; see fitact --help
            data gte -h       | unknown command 'gte': did you mean 'get'?; see fitact data --help
            xyzzy             | unknown command 'xyzzy'; see fitact --help
            doctor --jsno     | unknown option '--jsno': did you mean '--json'?; see fitact doctor --help
            train --sed=3     | unknown option '--sed': did you mean '--seed'?; see fitact train --help
            doctor --seed 3   | unknown option '--seed'; see fitact doctor --help
            doctor more       | unexpected argument 'more'; see fitact doctor --help
            train --threads 0 | --threads is 0, expected a whole number, 1 to 4096; see fitact train --help
            """)
    void misuseIsOneLineWithTheNearestName(String line, String expected) {
        assertEquals(Main.MISUSED, run(line.split(" ")));
        assertEquals("fitact: " + expected + System.lineSeparator(), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void aFormatOfBoundsThatIsNoneIsOneLine() {
        assertEquals(Main.MISUSED, run("campaign", "nowhere", "--bound-format", "Q19.19"));
        assertEquals(
                "fitact: --bound-format: Q19.19 takes 39 bits, expected 2 to 32 (one sign bit, then integer and fraction bits); "
                        + "see fitact campaign --help"
                        + System.lineSeparator(),
                err.toString());
    }

    @Test
    void enumValueIsTakenInAnyCaseAndSuggested() {
        CommandLine paint = new CommandLine(new Paint()).setCaseInsensitiveEnumValuesAllowed(true);
        assertEquals(0, Main.run(paint, new PrintWriter(out), new PrintWriter(err), "--colour", "green"));
        assertEquals(Main.MISUSED, Main.run(paint, new PrintWriter(out), new PrintWriter(err), "--colour", "gren"));
        assertEquals(
                "fitact: unknown value of --colour 'gren': did you mean 'green'? (known: red, green); see paint --help"
                        + System.lineSeparator(),
                err.toString());
    }

    @Test
    void noCommandShowsTheHelp() {
        assertEquals(Main.MISUSED, run());
        assertTrue(err.toString().startsWith("Usage: fitact"), err.toString());
    }

    @Test
    void helpAndVersionSucceed() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("Examples:"), out.toString());
        assertEquals(0, run("--version"));
        assertTrue(out.toString().matches("(?s).*fitact \\d+\\.\\d+\\.\\d+\\S* \\(.+\\)\\R"), out.toString());
    }

    /** It is no target of reproduce, and who holds the paper asks there first. */
    @Test
    void whoLooksForTableOneAmongTheFiguresIsSentToTheBenchmark() {
        assertEquals(Main.MISUSED, run("reproduce", "table1"));
        assertTrue(err.toString().contains("see fitact reproduce --help"), err.toString());
        assertEquals(0, run("reproduce", "--help"));
        String help = out.toString().replaceAll("\\s+", " ");
        assertTrue(help.contains("The paper's Table I is fitact bench table1"), help);
    }

    /** What speaks of all commands, or names none of them, has all. */
    @Test
    void aCommandThatIsNamedIsTheOnlyOneToBeLookedThrough() {
        assertEquals(
                Set.of("report"),
                Main.commandLineFor("report", "runs/small").getSubcommands().keySet());
        assertEquals(Set.of(), Main.commandLineFor("--version").getSubcommands().keySet());
        Set<String> all = Main.commandLine().getSubcommands().keySet();
        for (String line : List.of("help", "help map", "generate-completion", "reprot", "--help", "--version map")) {
            assertEquals(
                    all, Main.commandLineFor(line.split(" ")).getSubcommands().keySet(), line);
        }
        assertEquals(all, Main.commandLineFor().getSubcommands().keySet());
    }

    @Test
    void completionScriptKnowsTheCommands() {
        assertEquals(0, run("generate-completion"));
        assertTrue(out.toString().contains("_picocli_fitact_doctor"), "no completion for doctor");
    }

    @Test
    void errorsOfTheUserAreOneLine() {
        InvalidFileException invalid = new InvalidFileException("labels.gz", "label 17", "11", "0 to 9");
        assertFails(
                () -> {
                    throw invalid;
                },
                "labels.gz: label 17 is 11, expected 0 to 9");
        assertFails(
                () -> {
                    throw new UncheckedIOException(invalid);
                },
                invalid.getMessage());
        assertFails(
                () -> {
                    throw new UserError("two\n lines");
                },
                "two; lines");
        assertFails(
                () -> {
                    throw new IllegalArgumentException("rate is 2");
                },
                "rate is 2");
        assertFails(
                () -> {
                    throw new NoSuchFileException("a/b");
                },
                "a/b: no such file or folder");
        assertFails(
                () -> {
                    throw new AccessDeniedException("a/b");
                },
                "a/b: permission denied");
        assertFails(
                () -> {
                    throw new FileSystemException("a/b", null, "No space left on device");
                },
                "a/b: No space left on device");
        assertFails(
                () -> {
                    throw new IOException("No space left on device");
                },
                "No space left on device");
    }

    @Test
    void whatNobodyExpectedPointsToTheStackTrace() {
        assertFails(
                () -> {
                    throw new IllegalStateException("broken");
                },
                "internal error: java.lang.IllegalStateException: broken (set FITACT_DEBUG=1 for the stack trace)");
    }

    @Test
    void outOfMemoryNamesTheHeapAndTheWayOut() {
        assertEquals(Main.FAILED, fail(() -> {
            throw new OutOfMemoryError("Java heap space");
        }));
        assertTrue(err.toString().matches("fitact: out of memory: .*FITACT_JAVA_OPTS=-Xmx.*\\R"), err.toString());
    }

    @Test
    void debugAddsTheStackTrace() {
        ErrorMessages quiet = new ErrorMessages(new PrintWriter(out), false);
        ErrorMessages debugging = new ErrorMessages(new PrintWriter(err), true);
        quiet.failed(new UserError("no"));
        debugging.failed(new UserError("no"));
        debugging.err().flush();
        assertFalse(out.toString().contains("\tat "), out.toString());
        assertTrue(err.toString().contains("\tat " + getClass().getName()), err.toString());
    }

    private void assertFails(Callable<Integer> action, String message) {
        err.getBuffer().setLength(0);
        assertEquals(Main.FAILED, fail(action));
        assertEquals("fitact: " + message + System.lineSeparator(), err.toString());
    }
}
