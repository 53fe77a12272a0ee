package org.fitact.imagefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedFileTest {

    private static ListedFile parse(String line) throws InvalidFileException {
        return ListedFile.parse(Path.of("val.txt"), 3, line);
    }

    private static String refusal(String line) {
        return assertThrows(InvalidFileException.class, () -> parse(line)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a.png 0; a.png; 0",
                "in/a 1, b.png,\t, 65535; in/a 1, b.png; 65535",
                "7 000000012; 7; 12",
            })
    void theLabelIsWhatStandsBehindTheLastSeparator(String line, String name, int label) throws InvalidFileException {
        assertEquals(new ListedFile(name, label), parse(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.png", "12", ", 12", "a.png12", "a.png 1x", "a.png 1234567890", "a.png -1", "a.png \u0661"})
    void otherLinesAreRefused(String line) {
        assertEquals("val.txt: line 3 is '" + line + "', expected a file and a label", refusal(line));
    }

    @Test
    void labelsAndLinesBeyondTheLimitAreRefused() {
        assertEquals("val.txt: label of line 3 is 65536, expected 0 to 65535", refusal("a.png 65536"));
        String hostile = "a" + ",".repeat(1 << 20) + "b 1";
        assertEquals("val.txt: length of line 3 is 1048580 characters, expected at most 4096", refusal(hostile));
    }
}
