package org.fitact.cli;

import java.io.Serial;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** No command was given: the answer is the help, not one line. */
final class MissingCommandException extends ParameterException {

    @Serial
    private static final long serialVersionUID = 1L;

    MissingCommandException(CommandLine commandLine) {
        super(commandLine, "no command was given");
    }
}
