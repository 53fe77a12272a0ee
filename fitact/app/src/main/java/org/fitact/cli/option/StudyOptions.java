package org.fitact.cli.option;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fitact.cli.value.MisuseError;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.Named;
import org.fitact.nn.json.JsonReader;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that a study was begun with, in its folder: by command, what was typed. Whoever goes on need not type them
 * again, and is told where one that is typed is another.
 */
public final class StudyOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StudyOptions() {}

    /**
     * Remembers what was typed for a command that begins.
     *
     * @param resolved options that were left to the folder, by what they came to then
     */
    public static void remember(CommandSpec command, StudyFolder study, Map<String, String> resolved)
            throws IOException {
        Map<String, Map<String, List<String>>> all = new TreeMap<>(read(study.options()));
        Map<String, List<String>> options = new TreeMap<>();
        resolved.forEach((name, value) -> options.put(name, List.of(value)));
        ParseResult parsed = command.commandLine().getParseResult();
        ofTheStudy(parsed).forEach(option -> options.put(option.longestName(), texts(option)));
        all.put(command.name(), options);
        AtomicFile.write(study.options(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    }

    /**
     * The command line as it would be if everything was typed with which the study was begun; the same if nothing is to be
     * gone on with, or nothing is known.
     *
     * @throws MisuseError if an option was typed that differs; it names both values
     */
    public static ParseResult recalled(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec command = last.commandSpec();
        if (!(command.userObject() instanceof GoesOn goesOn)
                || goesOn.goesOnIn().isEmpty()) {
            return parsed;
        }
        Optional<Path> folder = goesOn.goesOnIn();
        Set<String> mayDiffer = Set.copyOf(goesOn.mayDiffer());
        try {
            Path file = new StudyFolder(folder.get()).options();
            Map<String, List<String>> stored = read(file).get(command.name());
            return stored == null ? parsed : recalled(parsed, last, folder.get(), stored, mayDiffer);
        } catch (IOException | MisuseError e) {
            throw new ExecutionException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static ParseResult recalled(
            ParseResult parsed,
            ParseResult last,
            Path folder,
            Map<String, List<String>> stored,
            Set<String> mayDiffer) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> typed = new LinkedHashMap<>();
        for (OptionSpec option : ofTheStudy(last)) {
            if (!option.longestName().equals(DataDirOption.NAME) && !mayDiffer.contains(option.longestName())) {
                values.put(option.longestName(), text(option));
                typed.put(option.longestName(), String.join(",", texts(option)));
            }
        }
        ParseResult recalled = parsed.commandSpec().commandLine().parseArgs(arguments(parsed, last, stored, mayDiffer));
        CommandSpec command = last.commandSpec();
        values.forEach((name, value) -> {
            String begun = text(command.findOption(name));
            if (!value.equals(begun)) {
                String shown = stored.containsKey(name) ? String.join(",", stored.get(name)) : begun;
                throw new MisuseError(name + " is " + typed.get(name) + ", but " + folder + " was begun with " + shown
                        + ": leave it out to go on, or choose another --out");
            }
        });
        return recalled;
    }

    /** The names of the commands, what stands for itself, the study's options, and those of this run. */
    private static String[] arguments(
            ParseResult parsed, ParseResult last, Map<String, List<String>> stored, Set<String> mayDiffer) {
        List<String> arguments = new ArrayList<>();
        for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
            arguments.add(at.subcommand().commandSpec().name());
        }
        Map<String, List<String>> options = new LinkedHashMap<>(stored);
        for (OptionSpec option : last.matchedOptions()) {
            if (!isOfTheStudy(option)
                    || option.longestName().equals(DataDirOption.NAME)
                    || mayDiffer.contains(option.longestName())) {
                options.put(option.longestName(), texts(option));
            }
        }
        options.forEach((name, values) -> values.forEach(value -> arguments.add(name + "=" + value)));
        for (PositionalParamSpec positional : last.matchedPositionals()) {
            arguments.addAll(positional.stringValues());
        }
        return arguments.toArray(String[]::new);
    }

    private static List<OptionSpec> ofTheStudy(ParseResult parsed) {
        return parsed.matchedOptions().stream()
                .filter(StudyOptions::isOfTheStudy)
                .toList();
    }

    private static boolean isOfTheStudy(OptionSpec option) {
        return !option.usageHelp()
                && !(option.userObject() instanceof Field field && field.isAnnotationPresent(OfTheRun.class));
    }

    /** As it was typed; an option without a value has the one that it then gets. */
    private static List<String> texts(OptionSpec option) {
        return option.typeInfo().isBoolean() ? List.of(text(option)) : List.copyOf(option.originalStringValues());
    }

    /** A value as a user would type it, whatever form was typed. */
    private static String text(ArgSpec argument) {
        return switch (argument.getValue()) {
            case null -> "nothing";
            case Iterable<?> several -> {
                List<String> texts = new ArrayList<>();
                several.forEach(one -> texts.add(one instanceof Named named ? named.name() : String.valueOf(one)));
                yield String.join(",", texts);
            }
            case Object[] several -> Arrays.stream(several).map(String::valueOf).collect(Collectors.joining(","));
            case Named named -> named.name();
            case Object one -> one.toString();
        };
    }

    private static Map<String, Map<String, List<String>>> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        JsonReader reader = new JsonReader(file.toString(), "");
        return reader.read(JsonReader.object(file), new TypeReference<Map<String, Map<String, List<String>>>>() {});
    }
}
