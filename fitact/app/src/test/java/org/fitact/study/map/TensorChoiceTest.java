package org.fitact.study.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorChoiceTest {

    @TempDir
    private Path folder;

    private Path map(String by, String... regions) throws IOException {
        return Files.writeString(
                folder.resolve("map.json"),
                "{\"scheme\": \"none\", \"by\": [" + by + "], \"regions\": [" + String.join(",", regions) + "]}");
    }

    private static String region(String name, String part, Object bytes, Object harm) {
        return "{\"region\": \"" + name + "\", \"layer\": \"l\", \"part\": \"" + part + "\", \"bytes\": " + bytes
                + ", \"harm\": " + harm + "}";
    }

    @Test
    void theMostHarmAByteFirstAndWhatDoesNotFitIsPassedOver() throws IOException {
        Path map = map(
                "\"layer\", \"bit\"",
                region("large", "number", 600, 1200),
                region("small", "number", 100, 300),
                region("harmless", "number", 10, 0),
                region("poor", "number", 290, 29),
                region("small.check", "check", 12, 90));
        assertEquals(Set.of("small", "poor"), TensorChoice.of(map, 0.4).tensors());
        TensorChoice most = TensorChoice.of(map, 0.7);
        assertEquals(List.of("small", "large"), List.copyOf(most.tensors()));
        assertEquals(0.7, most.memory(), 1e-12);
        assertEquals(1500 / 1529.0, most.harm(), 1e-12);
        assertEquals(Set.of(), TensorChoice.of(map, 0.05).tensors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1e999 | 1    | regions[1].bytes",
                "-4    | 1    | regions[1].bytes is -4",
                "0     | 0    | regions[1].bytes is 0",
                "9223372036854775807 | 1 | regions[1].bytes is 9223372036854775807",
                "\"8\" | 1    | regions[1].bytes",
                "8     | 1e999 | regions[1].harm",
                "8     | \"NaN\" | regions[1].harm",
                "8     | -0.1 | regions[1].harm is -0.1",
                "8     | 65   | regions[1].harm is 65.0",
                "8     | null | regions[1].harm"
            })
    void numbersThatAreNoneAreRefusedByTheirField(String bytes, String harm, String message) throws IOException {
        Path map = map("\"layer\"", region("a", "number", 8, 1), region("b", "number", bytes, harm));
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> TensorChoice.of(map, 0.5));
        assertTrue(refused.getMessage().startsWith(map + ": " + message), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void whatIsNoMapByLayersIsRefused() throws IOException {
        for (String text : List.of(
                "[]",
                "{}",
                "{\"by\": [\"layer\"]}",
                "{\"by\": [\"layer\"], \"regions\": []}",
                "{\"by\": [\"layer\"], \"regions\": {\"a\": " + region("a", "number", 8, 1) + "}}",
                "{\"by\": [\"layer\"], \"regions\": [null]}",
                "{\"by\": [\"layer\"], \"regions\": [" + region("a", "check", 8, 1) + "]}",
                "{\"by\": [\"bit\"], \"regions\": [" + region("a", "number", 8, 1) + "]}",
                "{\"by\": [\"layer\"], \"regions\": [" + region("a", "number", 8, 1) + "," + region("a", "number", 8, 1)
                        + "]}")) {
            Path map = Files.writeString(folder.resolve("map.json"), text);
            assertThrows(InvalidFileException.class, () -> TensorChoice.of(map, 0.5), text);
        }
    }
}
