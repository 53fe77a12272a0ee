package org.fitact.cli.help;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help as picocli makes it, but that {@code --out} says its default, and that an example is one line, which can be pasted. */
public final class HelpTexts {

    private static final String OUT = "--out";
    private static final String COMMENT = "  # ";

    private HelpTexts() {}

    /** For a command and all below it. */
    public static void complete(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        outDefault(spec).ifPresent(folder -> describeOut(spec, folder));
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpTexts::footer);
        command.getSubcommands().values().forEach(HelpTexts::complete);
    }

    private static Optional<String> outDefault(CommandSpec command) {
        return Stream.concat(
                        Stream.of(command.userObject()),
                        command.mixins().values().stream().map(CommandSpec::userObject))
                .map(object -> object.getClass().getAnnotation(OutDefault.class))
                .filter(found -> found != null)
                .map(OutDefault::value)
                .findFirst();
    }

    private static void describeOut(CommandSpec command, String folder) {
        OptionSpec option = command.findOption(OUT);
        String[] description = option.description().clone();
        int last = description.length - 1;
        description[last] = description[last].replaceFirst("\\.$", "") + " (default: " + folder + ").";
        command.remove(option);
        command.addOption(OptionSpec.builder(option).description(description).build());
    }

    /** Its lines, however long they are: picocli would break them, and what is pasted would end there. */
    private static String footer(Help help) {
        UsageMessageSpec usage = help.commandSpec().usageMessage();
        return Stream.of(usage.footer())
                .map(line -> commentAbove(line, usage.width()))
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    /** A comment that has no room behind its example stands above it. */
    private static String commentAbove(String line, int width) {
        int comment = line.indexOf(COMMENT);
        return comment < 0 || line.length() <= width
                ? line
                : line.substring(comment)
                        + System.lineSeparator()
                        + line.substring(0, comment).stripTrailing();
    }
}
