package org.fitact.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.serve.UntilInterrupted;
import org.fitact.text.ShellWord;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the user reads after Ctrl-C, or another signal that ends the process: the command that goes on. */
final class Interruption {

    private static final String RESUME = "--resume";

    private final CommandLine commandLine;
    private final List<String> args;
    private volatile boolean over;

    Interruption(CommandLine commandLine, String... args) {
        this.commandLine = commandLine;
        this.args = List.of(args);
    }

    /** Says it when the process ends, unless {@link #over} was called before. */
    void watch(PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!over) {
                err.println(System.lineSeparator() + message());
                err.flush();
            }
        }));
    }

    /** The command has ended by itself. */
    void over() {
        over = true;
    }

    String message() {
        return switch (running()) {
            case Resumable command -> "fitact: interrupted; to go on: fitact " + next(command);
            case UntilInterrupted _ -> "fitact: ended";
            case null, default -> "fitact: interrupted";
        };
    }

    private String next(Resumable command) {
        List<String> next = new ArrayList<>(args);
        if (command.resumesFrom().filter(Files::exists).isPresent() && !next.contains(RESUME)) {
            next.add(RESUME);
        }
        return next.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }

    private Object running() {
        ParseResult parsed = commandLine.getParseResult();
        while (parsed != null && parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed == null ? null : parsed.commandSpec().userObject();
    }
}
