package org.fitact.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Prints and saves results for machines. */
final class JsonOutput {

    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private JsonOutput() {}

    /** Prints a record as one JSON object. */
    static void print(PrintWriter out, Object result) throws JsonProcessingException {
        out.println(WRITER.writeValueAsString(result));
    }

    /** Writes a record as a JSON file; makes its folder. */
    static void save(Path file, Object result) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, CONTENT);
    }
}
