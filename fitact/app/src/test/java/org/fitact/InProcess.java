package org.fitact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.fitact.cli.Main;

/** The program, called in this process as if from a shell. What the last call printed is kept until the next. */
public final class InProcess {

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /**
     * Calls it.
     *
     * @param words of the command line, behind the program's name
     * @return the exit code
     */
    public int fitact(Object... words) {
        out = new StringWriter();
        err = new StringWriter();
        String[] line = Stream.of(words).map(Object::toString).toArray(String[]::new);
        return Main.run(new PrintWriter(out), new PrintWriter(err), line);
    }

    /** Calls it and holds it to success. */
    public void done(Object... words) {
        assertEquals(0, fitact(words), this::err);
    }

    /** What the last call wrote to standard output. */
    public String out() {
        return out.toString();
    }

    /** What the last call wrote to standard error. */
    public String err() {
        return err.toString();
    }
}
