package org.fitact.cli;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fitact.cli.value.NumberRange;
import org.fitact.cli.value.OptionChecks;
import org.fitact.nn.NearestName;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was wrong with a command line, and which name was probably meant. */
final class Misuse {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> REAL = Set.of(float.class, Float.class, double.class, Double.class);

    private Misuse() {}

    /** No command was given: the answer is the help, not one line. */
    static final class MissingCommand extends ParameterException {

        @Serial
        private static final long serialVersionUID = 1L;

        MissingCommand(CommandLine commandLine) {
            super(commandLine, "no command was given");
        }
    }

    static String describe(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return describeUnmatched(
                    unmatched.getUnmatched().getFirst(), error.getCommandLine().getCommandSpec());
        }
        return error.getArgSpec() == null || error.getValue() == null
                ? error.getMessage()
                : describeValue(error, error.getArgSpec(), error.getValue());
    }

    /** A value that is none of its type; what the type's own reader says of it, where it is one of ours. */
    private static String describeValue(ParameterException error, ArgSpec argument, String value) {
        String name = OptionChecks.nameOf(argument);
        Class<?> type = elementType(argument);
        if (type.isEnum()) {
            return NearestName.unknown("value of " + name, value, constants(type))
                    .getMessage();
        }
        if (WHOLE.contains(type) || REAL.contains(type)) {
            String kind = WHOLE.contains(type) ? "a whole number" : "a number";
            String range = OptionChecks.range(argument)
                    .filter(numbers -> !numbers.equals(NumberRange.parse("(-inf, inf)")))
                    .map(numbers -> ", " + numbers)
                    .orElse("");
            return name + " is " + shown(value) + ", expected " + kind + range;
        }
        return Optional.ofNullable(error.getCause())
                .filter(TypeConversionException.class::isInstance)
                .map(cause -> name + ": " + cause.getMessage())
                .orElse(error.getMessage());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    private static Class<?> elementType(ArgSpec argument) {
        Class<?> type = argument.type();
        return type.isArray() ? type.getComponentType() : argument.auxiliaryTypes()[0];
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

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }
}
