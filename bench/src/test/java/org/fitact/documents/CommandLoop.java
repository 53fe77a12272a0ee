package org.fitact.documents;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.fitact.cli.Main;

/**
 * The program, one command after the other in one process, whose working folder is that of a reader. A line of standard input is a command,
 * its words divided by {@link #BETWEEN_WORDS}; the answer is a line that begins with {@link #ANSWER}, which nothing does that a JVM says by
 * itself, and has the exit code and what was printed, in base 64.
 */
final class CommandLoop {

    static final String BETWEEN_WORDS = "\u001f";

    static final String ANSWER = "\u001e";

    private CommandLoop() {}

    public static void main(String[] none) throws IOException {
        PrintStream answers = System.out;
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
            System.setOut(console);
            System.setErr(console);
            PrintWriter writer = new PrintWriter(console, true);
            int code = Main.run(writer, writer, command.split(BETWEEN_WORDS, -1));
            answers.println(ANSWER + code + " " + Base64.getEncoder().encodeToString(printed.toByteArray()));
            answers.flush();
        }
    }
}
