package org.fitact.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says on standard error, a line each. */
public final class Messages {

    private Messages() {}

    public static void say(CommandSpec command, String message) {
        PrintWriter err = command.commandLine().getErr();
        err.println("fitact: " + message);
        err.flush();
    }

    /** Something that the user did not ask for and should know. */
    public static void warn(CommandSpec command, String message) {
        say(command, "warning: " + message);
    }
}
