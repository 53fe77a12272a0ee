package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.fitact.cli.help.CompletionCommand;
import org.fitact.cli.help.HelpTexts;
import org.fitact.cli.option.StudyOptions;
import org.fitact.cli.output.Terminal;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.OptionChecks;
import org.fitact.cli.value.OptionTypes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the program starts. */
public final class Main {

    /** The run failed: a bad file, a full disk, a loss that is not a number. */
    static final int FAILED = 1;

    /** The command was not understood: an unknown option, name or value. */
    static final int MISUSED = 2;

    private static final Set<String> VERSION = Set.of("-V", "--version");

    /** Commands that speak of the others. */
    private static final Set<Object> ABOUT_ALL = Set.of(CompletionCommand.class, HelpCommand.class);

    private Main() {}

    public static void main(String[] args) {
        Terminal terminal = Terminal.out();
        Terminal.err();
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        CommandLine commandLine = commandLineFor(args);
        Interruption interruption = new Interruption(commandLine, args);
        interruption.watch(err);
        int code = run(commandLine, out, err, args);
        interruption.over();
        System.exit(terminal.failure().map(e -> unwritten(err, e)).orElse(code));
    }

    /** A result that nobody has is no success. */
    private static int unwritten(PrintWriter err, IOException reason) {
        err.println("fitact: standard output cannot be written: " + reason.getMessage());
        return FAILED;
    }

    /**
     * Runs one command.
     *
     * @return the exit code: 0, {@link #FAILED} or {@link #MISUSED}; a run that Ctrl-C ends never returns, and the
     *     JVM's exit code is then 130
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(commandLineFor(args), out, err, args);
    }

    static int run(CommandLine commandLine, PrintWriter out, PrintWriter err, String... args) {
        ErrorMessages errors = new ErrorMessages(err, System.getenv("FITACT_DEBUG") != null);
        commandLine
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((error, given) -> errors.misused(error))
                .setExecutionExceptionHandler((error, command, parsed) -> error instanceof MisuseError
                        ? errors.misused(new ParameterException(command, error.getMessage(), error))
                        : errors.failed(error));
        try {
            return commandLine.execute(args);
        } catch (Error error) { // picocli hands on exceptions only, and out of memory deserves a plain word too
            return errors.failed(error);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** All commands, with the checks of their options before they run. */
    public static CommandLine commandLine() {
        return with(commands());
    }

    /**
     * The commands that these arguments can reach. To look through the options of all commands takes most of the time in
     * which a short one answers, so where the first argument names one, that one is all there is.
     */
    static CommandLine commandLineFor(String... args) {
        if (args.length == 1 && VERSION.contains(args[0])) {
            return with(List.of());
        }
        List<Object> all = commands();
        return with(all.stream()
                .filter(command -> args.length > 0 && nameOf(command).equals(args[0]) && !ABOUT_ALL.contains(command))
                .findFirst()
                .map(List::of)
                .orElse(all));
    }

    private static List<Object> commands() {
        List<Object> commands = new ArrayList<>(FitActCommand.COMMANDS);
        for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            commands.addAll(provider.commands());
        }
        return commands;
    }

    /** @param command an object or a class, as picocli takes both */
    private static String nameOf(Object command) {
        Class<?> type = command instanceof Class<?> itself ? itself : command.getClass();
        return type.getAnnotation(Command.class).name();
    }

    private static CommandLine with(List<Object> commands) {
        CommandLine commandLine = new CommandLine(new FitActCommand());
        commands.forEach(commandLine::addSubcommand);
        OptionTypes.register(commandLine);
        HelpTexts.complete(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionStrategy(Main::checkAndRun);
    }

    /** What picocli does not ask where help is wanted: of a command that is none there is no help. */
    private static void refuseUnknownCommand(ParseResult parsed) {
        for (ParseResult of = parsed; of != null; of = of.subcommand()) {
            CommandLine command = of.commandSpec().commandLine();
            if (!command.getSubcommands().isEmpty() && !of.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(command, of.unmatched());
            }
        }
    }

    private static int checkAndRun(ParseResult parsed) {
        refuseUnknownCommand(parsed);
        if (CommandLine.printHelpIfRequested(parsed)) {
            return CommandLine.ExitCode.OK;
        }
        OptionChecks.check(parsed);
        ParseResult recalled = StudyOptions.recalled(parsed);
        OptionChecks.check(recalled);
        return new RunLast().execute(recalled);
    }
}
