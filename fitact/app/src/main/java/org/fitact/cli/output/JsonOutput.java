package org.fitact.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.AtomicFile;
import org.fitact.results.ResultsJson;

/** Prints and saves results for machines. */
public final class JsonOutput {

    private JsonOutput() {}

    /**
     * Prints a record, list or map as JSON with what is not ASCII escaped, so that its bytes are the same whatever the
     * terminal's character set; in JSON such characters stand in strings only.
     */
    public static void print(PrintWriter out, Object result) {
        String json = ResultsJson.write(result);
        StringBuilder ascii = new StringBuilder(json.length());
        for (char unit : json.toCharArray()) {
            ascii.append(unit < 0x7f ? String.valueOf(unit) : PrintableText.escaped(unit));
        }
        out.print(ascii);
        out.flush();
    }

    /** Writes the same to a file, in one step; makes its folder. */
    public static void save(Path file, Object result) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, ResultsJson.write(result));
    }
}
