package org.fitact.cli.value;

import java.io.Serial;

/** Something that the user can put right. The message is one line that says what was found and what was expected. */
public sealed class UserError extends RuntimeException permits MisuseError {

    @Serial
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
