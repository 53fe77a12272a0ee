package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fitact.cli.value.NumberRange;
import org.fitact.cli.value.OptionChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Feeds every option of every command what no option of its kind can take, and what few can. */
class OptionRangesTest {

    private static final List<String> NO_NUMBERS =
            List.of("", " ", "x", "NaN", "Infinity", "-Infinity", "1e308", "-1e308", "1e999", "1,,2");
    /** Parses and checks, and runs nothing. */
    private static final CommandLine CHECKING = Main.commandLine().setExecutionStrategy(parsed -> {
        OptionChecks.check(parsed);
        return 0;
    });

    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> REAL = Set.of(float.class, Float.class, double.class, Double.class);

    /** The options of which 0 says something: that there is none of it, or that nothing was chosen. */
    private static final Set<String> ZERO_IS_LEGAL = Set.of(
            "advise --loss",
            "advise --memory",
            "advise --time",
            "attack --chance-margin",
            "attack --random-draws",
            "campaign --alarm",
            "campaign --half-width",
            "campaign --scrubs",
            "bench compare --threshold",
            "bench fitrelu --near",
            "bench rare --plain-trials",
            "bench turns --threshold",
            "harden --bound",
            "harden --margin",
            "harden --zeta",
            "import --mean",
            "map --list",
            "map --verify",
            "serve --port",
            "train --clean-epochs",
            "train --cut-out",
            "train --ema",
            "train --mix-up",
            "train --momentum",
            "train --smoothing",
            "train --warm-up",
            "train --weight-decay");

    static Stream<CommandSpec> commands() {
        return Commands.all();
    }

    /** What is said where a value is refused, else nothing. */
    private static String refusal(CommandSpec command, OptionSpec option, String value) {
        List<String> line = new ArrayList<>(Commands.words(command));
        line.add(option.longestName() + "=" + value);
        command.positionalParameters().forEach(parameter -> line.add("all"));
        StringWriter err = new StringWriter();
        int code = Main.run(
                CHECKING, new PrintWriter(new StringWriter()), new PrintWriter(err), line.toArray(String[]::new));
        String said = err.toString();
        if (code == 0) {
            assertEquals("", said);
            return "";
        }
        String context = line + ": " + said;
        assertEquals(Main.MISUSED, code, context);
        assertEquals(1, said.lines().count(), context);
        assertTrue(said.startsWith("fitact: ") && said.contains(option.longestName()), context);
        return said;
    }

    private static Class<?> kind(OptionSpec option) {
        Class<?> type = option.type();
        return type.isArray() ? type.getComponentType() : option.auxiliaryTypes()[0];
    }

    private static boolean isNumber(OptionSpec option) {
        return WHOLE.contains(kind(option)) || REAL.contains(kind(option));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsNoNumberIsRefusedByName(CommandSpec command) {
        for (OptionSpec option : Commands.valued(command)) {
            List<String> values = isNumber(option) ? NO_NUMBERS : List.of("");
            for (String value : values) {
                assertTrue(!refusal(command, option, value).isEmpty(), option.longestName() + " takes '" + value + "'");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyNumberHasARange(CommandSpec command) {
        for (OptionSpec option : Commands.valued(command)) {
            if (isNumber(option)) {
                NumberRange range =
                        OptionChecks.range(option).orElseThrow(() -> new AssertionError(option.longestName()));
                assertTrue(
                        option.longestName().equals("--seed")
                                || Double.isFinite(range.low()) && Double.isFinite(range.high()),
                        option.longestName());
            }
        }
    }

    @Test
    void minusOneAndZeroAreRefusedWhereTheySayNothing() {
        Set<String> minusOne = new TreeSet<>();
        Set<String> zero = new TreeSet<>();
        Commands.all()
                .forEach(command -> Commands.valued(command).stream()
                        .filter(OptionRangesTest::isNumber)
                        .filter(option -> !option.longestName().equals("--seed"))
                        .forEach(option -> {
                            String name = String.join(" ", Commands.words(command)) + " " + option.longestName();
                            if (refusal(command, option, "-1").isEmpty()) {
                                minusOne.add(name);
                            }
                            if (refusal(command, option, "0").isEmpty()) {
                                zero.add(name);
                            }
                        }));
        assertEquals(Set.of("advise --memory", "import --mean"), minusOne);
        assertEquals(new TreeSet<>(ZERO_IS_LEGAL), zero);
    }

    /** Options that name something of the program's own refuse what it does not have. */
    @ParameterizedTest
    @MethodSource("commands")
    void namesThatAreOfferedAreTheOnlyOnes(CommandSpec command) {
        for (OptionSpec option : Commands.valued(command)) {
            boolean names = Set.of("--model", "--models", "--data", "--scheme", "--schemes", "--device", "--engines")
                    .contains(option.longestName());
            if (names || kind(option).isEnum()) {
                assertTrue(refusal(command, option, "nope").contains("nope"), option.longestName());
            }
        }
    }
}
