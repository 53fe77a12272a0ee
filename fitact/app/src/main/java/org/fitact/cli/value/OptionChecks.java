package org.fitact.cli.value;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.fitact.nn.NearestName;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Holds the values of a command line against what is declared beside the options, before the command starts: numbers
 * lie {@link Within} their range, names are among those that are offered, and nothing is empty.
 */
public final class OptionChecks {

    private OptionChecks() {}

    /**
     * Checks what was given to a command and its subcommand.
     *
     * @throws ParameterException for the first value that cannot be; names its option
     */
    public static void check(ParseResult parsed) {
        for (ArgSpec argument : parsed.commandSpec().args()) {
            for (Object value : values(argument.getValue())) {
                expected(argument, value).ifPresent(problem -> {
                    throw new ParameterException(
                            parsed.commandSpec().commandLine(), problem, argument, String.valueOf(value));
                });
            }
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.isMultiValue() && values(option.getValue()).isEmpty()) {
                throw new ParameterException(
                        parsed.commandSpec().commandLine(), nameOf(option) + " is empty, expected at least one value");
            }
        }
        if (parsed.hasSubcommand()) {
            check(parsed.subcommand());
        }
    }

    /** What an argument is called in messages. */
    public static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The numbers that an argument takes, if it declares them. */
    public static Optional<NumberRange> range(ArgSpec argument) {
        return argument.userObject() instanceof Field field && field.isAnnotationPresent(Within.class)
                ? Optional.of(
                        NumberRange.parse(field.getAnnotation(Within.class).value()))
                : Optional.empty();
    }

    private static Optional<String> expected(ArgSpec argument, Object value) {
        String name = nameOf(argument);
        if (value.toString().isEmpty()) {
            return Optional.of(name + " is empty");
        }
        if (value instanceof Number number) {
            return range(argument)
                    .filter(range -> !range.contains(number.doubleValue()))
                    .map(range -> name + " is " + value + ", expected " + range);
        }
        if (value instanceof String text && argument.completionCandidates() != null && isClosed(argument)) {
            List<String> known = StreamSupport.stream(
                            argument.completionCandidates().spliterator(), false)
                    .toList();
            return known.stream().anyMatch(one -> stands(one, text))
                    ? Optional.empty()
                    : Optional.of(
                            NearestName.unknown("value of " + name, text, known).getMessage());
        }
        return Optional.empty();
    }

    /** A name for itself, and {@code images:DIR} for whatever begins with {@code images:}. */
    private static boolean stands(String known, String text) {
        int colon = known.indexOf(':');
        return known.equals(text) || colon > 0 && text.startsWith(known.substring(0, colon + 1));
    }

    private static boolean isClosed(ArgSpec argument) {
        return !(argument.userObject() instanceof Field field && field.isAnnotationPresent(OrFile.class));
    }

    private static List<Object> values(Object value) {
        List<Object> values = new ArrayList<>();
        switch (value) {
            case null -> {}
            case Collection<?> several -> values.addAll(several);
            case Object several
            when several.getClass().isArray() -> {
                for (int i = 0; i < Array.getLength(several); i++) {
                    values.add(Array.get(several, i));
                }
            }
            default -> values.add(value);
        }
        return values;
    }
}
