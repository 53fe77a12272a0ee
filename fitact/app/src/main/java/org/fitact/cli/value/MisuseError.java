package org.fitact.cli.value;

import java.io.Serial;

/** The command line is what has to be changed, not a file or the machine. The exit code is that of misuse. */
public final class MisuseError extends UserError {

    @Serial
    private static final long serialVersionUID = 1L;

    public MisuseError(String message) {
        super(message);
    }

    public MisuseError(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * For the value of an option: {@code --bound is 3, expected …}.
     *
     * @param option by its name, with dashes
     */
    public MisuseError(String option, Object found, String expected) {
        super(option + " is " + found + ", expected " + expected);
    }
}
