package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the help of every command says can be done as it stands there. */
class HelpTest {

    private static final String PROGRAM = "  bin/fitact ";

    static Stream<CommandSpec> commands() {
        return Commands.all();
    }

    private static List<String> help(CommandSpec command) {
        return command.commandLine().getUsageMessage(Ansi.OFF).lines().toList();
    }

    /** By what only the launcher knows, and what pipes do, this does not ask. */
    private static Stream<String> examples(CommandSpec command) {
        return help(command).stream()
                .filter(line -> line.startsWith(PROGRAM))
                .map(line -> line.substring(PROGRAM.length())
                        .replaceFirst("\\s#.*", "")
                        .replaceFirst("\\s[>|].*", ""))
                .filter(line -> !line.matches("(java|bundle) .*"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void examplesCanBePasted(CommandSpec command) {
        assertTrue(help(command).stream().anyMatch(line -> line.contains("bin/fitact ")), "no example");
        examples(command)
                .forEach(line -> Main.commandLine().parseArgs(line.strip().split("\\s+")));
        for (String line : help(command)) {
            assertTrue(!line.startsWith("  fitact "), "there is no such program on the PATH: " + line);
        }
    }

    /** Where commands are listed stands the first line of what is said of each. */
    @ParameterizedTest
    @MethodSource("commands")
    void aListOfCommandsHasWholeSentences(CommandSpec command) {
        for (String line : command.usageMessage().description()) {
            assertTrue(line.endsWith("."), command.qualifiedName() + ": " + line);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void outSaysWhereItIsWithoutIt(CommandSpec command) {
        OptionSpec out = command.findOption("--out");
        if (out != null && !command.name().equals("merge")) {
            String said = String.join(" ", out.description());
            assertEquals(1, said.split("default: ", -1).length - 1, command.qualifiedName() + ": " + said);
        }
    }
}
