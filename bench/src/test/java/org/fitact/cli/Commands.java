package org.fitact.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command of the program, the benchmarks' among them. */
final class Commands {

    private Commands() {}

    /** All that do something themselves and that are ours. */
    static Stream<CommandSpec> all() {
        List<CommandSpec> found = new ArrayList<>();
        collect(Main.commandLine().getCommandSpec(), found);
        return found.stream();
    }

    private static void collect(CommandSpec command, List<CommandSpec> found) {
        if (command.userObject().getClass().getName().startsWith("org.fitact.")) {
            found.add(command);
        }
        command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), found));
    }

    /** What a user types for a command. */
    static List<String> words(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
        words.removeFirst();
        return words;
    }

    /** The options that take a value. */
    static List<OptionSpec> valued(CommandSpec command) {
        return command.options().stream()
                .filter(option -> option.arity().max() > 0 && option.typeInfo().getType() != boolean.class)
                .toList();
    }
}
