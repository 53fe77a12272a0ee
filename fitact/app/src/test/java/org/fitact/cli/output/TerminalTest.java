package org.fitact.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void whatEverIsPrintedComesThroughAsPrintableText() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PrintStream stream = new Terminal(file, StandardCharsets.US_ASCII).stream();
        stream.println("\u001b[31mred\u202e 10⁻⁷");
        stream.printf("%s\n", "日");
        for (byte part : "é".getBytes(StandardCharsets.UTF_8)) {
            stream.write(part);
        }
        stream.flush();
        assertEquals(
                "\\u001b[31mred\\u202e 1e-7" + System.lineSeparator() + "\\u65e5\n\\u00e9",
                file.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aStreamThatCannotBeWrittenIsRemembered() {
        Terminal full = new Terminal(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("No space left on device");
                    }
                },
                StandardCharsets.UTF_8);
        assertTrue(full.failure().isEmpty());
        full.stream().println("a result");
        assertEquals("No space left on device", full.failure().orElseThrow().getMessage());
    }
}
