package org.fitact.cli.spark;

import java.io.PrintWriter;
import org.fitact.cli.Main;

/** Where the program starts that {@code spark-submit} was given: some clusters take an exit for a failure, whatever its code. */
public final class Submitted {

    private Submitted() {}

    /** Runs one command; returns if it succeeds. */
    public static void main(String[] args) {
        int code = Main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        if (code != 0) {
            System.exit(code);
        }
    }
}
