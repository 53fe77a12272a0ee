package org.fitact.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.fitact.nn.NearestName;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was wrong with a command line, and which name was probably meant. */
final class Misuse {

    private Misuse() {}

    static String describe(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return describeUnmatched(
                    unmatched.getUnmatched().getFirst(), error.getCommandLine().getCommandSpec());
        }
        ArgSpec argument = error.getArgSpec();
        if (argument != null && argument.type().isEnum() && error.getValue() != null) {
            return NearestName.unknown(nameOf(argument), error.getValue(), constants(argument.type()))
                    .getMessage();
        }
        return error.getMessage();
    }

    private static String describeUnmatched(String given, CommandSpec command) {
        if (given.startsWith("-")) {
            String name = given.replaceFirst("=.*", "");
            return "unknown option '" + name + "'" + suggestion(name, optionNames(command));
        }
        if (command.subcommands().isEmpty()) {
            return "unexpected argument '" + given + "'";
        }
        return "unknown command '" + given + "'"
                + suggestion(given, command.subcommands().keySet());
    }

    private static String suggestion(String given, Collection<String> known) {
        return NearestName.of(given, known)
                .map(name -> ": did you mean '" + name + "'?")
                .orElse("");
    }

    private static List<String> optionNames(CommandSpec command) {
        List<String> names = new ArrayList<>();
        command.options().forEach(option -> names.addAll(Arrays.asList(option.names())));
        return names;
    }

    private static String nameOf(ArgSpec argument) {
        return argument.isOption() ? "value of " + argument.paramLabel() : argument.paramLabel();
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }
}
