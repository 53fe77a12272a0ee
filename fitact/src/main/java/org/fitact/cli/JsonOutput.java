package org.fitact.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.AtomicFile;

/** Prints and saves results for machines. */
public final class JsonOutput {

    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private JsonOutput() {}

    /** Prints a record as one JSON object. */
    public static void print(PrintWriter out, Object result) throws JsonProcessingException {
        out.println(WRITER.writeValueAsString(result));
    }

    /** Writes a record to a file, in one step; makes its folder. */
    public static void save(Path file, Object result) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, (WRITER.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
