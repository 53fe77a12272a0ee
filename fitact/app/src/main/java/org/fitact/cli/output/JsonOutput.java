package org.fitact.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.fitact.nn.AtomicFile;

/** Prints and saves results for machines. */
public final class JsonOutput {

    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private JsonOutput() {}

    /** Prints a record as one JSON object. */
    public static void print(PrintWriter out, Object result) throws JsonProcessingException {
        printText(out, WRITER.writeValueAsString(result));
    }

    /**
     * Prints JSON with what is not ASCII escaped, so that its bytes are the same whatever the terminal's character set;
     * in JSON such characters stand in strings only.
     */
    public static void printText(PrintWriter out, String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (char unit : json.toCharArray()) {
            if (unit < 0x7f) {
                ascii.append(unit);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        }
        out.println(ascii);
    }

    /** Writes a record to a file, in one step; makes its folder. */
    public static void save(Path file, Object result) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, (WRITER.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
