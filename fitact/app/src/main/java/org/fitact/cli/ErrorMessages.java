package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.fitact.campaign.remote.ClusterException;
import org.fitact.cli.value.UserError;
import org.fitact.nn.train.TrainingDivergedException;
import org.fitact.store.TrialStoreException;
import org.fitact.study.StudyFolder;
import org.fitact.text.Bytes;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/**
 * What the user reads when something goes wrong: one line that begins with {@code fitact:}, and the exit code.
 *
 * @param debug whether to print stack traces too
 */
record ErrorMessages(PrintWriter err, boolean debug) {

    private static final String HINT = " (set FITACT_DEBUG=1 for the stack trace)";

    /** The command line was not understood. */
    int misused(ParameterException error) {
        if (error instanceof Misuse.MissingCommand) {
            error.getCommandLine().usage(err, Ansi.OFF);
            return Main.MISUSED;
        }
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        say(Misuse.describe(error) + "; see " + command + " --help");
        return Main.MISUSED;
    }

    /** The command was understood and could not be carried out. */
    int failed(Throwable error) {
        say(describe(error));
        if (debug) {
            error.printStackTrace(err);
        }
        return Main.FAILED;
    }

    private void say(String message) {
        err.println("fitact: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
        err.flush();
    }

    private static String describe(Throwable error) {
        return switch (error) {
            case UncheckedIOException e -> describe(e.getCause());
            case FileSystemException e -> describeFile(e);
            case IOException e when e.getMessage() != null -> e.getMessage();
            case UserError e -> e.getMessage();
            case TrialStoreException e -> e.getMessage();
            case TrainingDivergedException e -> e.getMessage();
            case ClusterException e -> e.getMessage();
            case ArithmeticException e when e.getMessage() != null -> e.getMessage();
            case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
            case OutOfMemoryError e ->
                "out of memory: the heap may grow to "
                        + Bytes.format(Runtime.getRuntime().maxMemory())
                        + "; allow more with FITACT_JAVA_OPTS=-Xmx..., or choose a smaller batch";
            default -> "internal error: " + error + HINT;
        };
    }

    /** Behind the name of a file that a command of an earlier stage leaves. */
    private static String whatMakesIt(String file) {
        return Optional.ofNullable(file)
                .flatMap(name -> StudyFolder.madeBy(Path.of(name)))
                .map(command -> ", which " + command + " leaves")
                .orElse("");
    }

    /** The JDK's message is often the bare name of the file. */
    private static String describeFile(FileSystemException error) {
        String reason = switch (error) {
            case NoSuchFileException e -> "no such file or folder" + whatMakesIt(e.getFile());
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "not a folder";
            case FileAlreadyExistsException _ -> "exists already";
            default -> error.getReason() == null ? error.getClass().getSimpleName() : error.getReason();
        };
        return error.getFile() == null ? reason : error.getFile() + ": " + reason;
    }
}
