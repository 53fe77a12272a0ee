package org.fitact.cli.option;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.fitact.cli.output.JsonOutput;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --json}: the option of every command that prints a result. */
public final class JsonOption {

    @OfTheRun
    @Option(names = "--json", description = "Print the result as one JSON object, for machines.")
    private boolean json;

    /** Whether the result is to be printed for machines. */
    public boolean json() {
        return json;
    }

    /**
     * Prints a result to standard output: for machines if that was asked for, for people otherwise.
     *
     * @param result a record, list or map
     * @param text prints the same for people
     */
    public void print(CommandSpec command, Object result, Consumer<PrintWriter> text) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, result);
        } else {
            text.accept(out);
        }
    }
}
