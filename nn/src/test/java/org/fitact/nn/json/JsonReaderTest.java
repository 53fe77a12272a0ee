package org.fitact.nn.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

    enum Colour {
        RED,
        GREEN
    }

    record Inner(int count, double share) {
        Inner {
            if (count < 0) {
                throw new IllegalArgumentException("count is " + count + ", expected none or more");
            }
        }
    }

    record Outer(
            String name,
            Inner inner,
            List<Inner> all,
            float[] values,
            Colour colour,
            boolean yes,
            @JsonSetter(nulls = Nulls.SET) String perhaps) {}

    private static final String GOOD = """
            {"name":"n","inner":{"count":1,"share":0.5},"all":[{"count":2,"share":1}],"values":[1,2.5],\
            "colour":"RED","yes":true,"perhaps":null}""";

    @TempDir
    Path folder;

    private static InvalidFileException refused(String text) {
        return assertThrows(
                InvalidFileException.class, () -> new JsonReader("f.json", "").read(text, Outer.class), text);
    }

    @Test
    void whatIsThereIsRead() throws IOException {
        Outer outer = new JsonReader("f.json", "").read(GOOD, Outer.class);
        assertEquals(new Inner(1, 0.5), outer.inner());
        assertEquals(List.of(new Inner(2, 1)), outer.all());
        assertArrayEquals(new float[] {1, 2.5f}, outer.values());
        assertNull(outer.perhaps());
        assertEquals(
                outer.all(),
                new JsonReader("f.json", "")
                        .read(GOOD.replace(",\"perhaps\":null", ""), Outer.class)
                        .all());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name":"n"     | "name":null          | name is null, expected a text
            "yes":true,    | ``                   | yes is missing, expected true or false
            "values":[1,2.5], | ``                | values is missing, expected a list
            ,"share":0.5   | ``                   | inner.share is missing, expected a finite number
            "name":"n"     | "name":3             | name is 3, expected a text
            "name":"n",    | ``                   | name is missing, expected a text
            "name":"n"     | "name":"n","x":1     | x is unknown, expected one of all, colour, inner, name, perhaps, values, yes
            "count":1      | "count":null         | inner.count is null, expected a whole number below 2^31
            "count":1      | "count":1.5          | inner.count is 1.5, expected a whole number below 2^31
            "count":1      | "count":"1"          | inner.count is "1", expected a whole number below 2^31
            "count":1      | "count":1e10         | inner.count is 1.0E10, expected a whole number below 2^31
            "count":1      | "count":9999999999   | inner.count is 9999999999, expected a whole number below 2^31
            "count":1      | "count":-1           | inner: count is -1, expected none or more
            "share":0.5    | "share":"NaN"        | inner.share is "NaN", expected a finite number
            "share":0.5    | "share":1e999        | inner.share is "Infinity", expected a finite number
            "share":0.5    | "share":true         | inner.share is true, expected a finite number
            [{"count":2    | [null,{"count":2     | all[0] is null, expected an object with count, share
            "share":1}]    | "share":null}]       | all[0].share is null, expected a finite number
            [1,2.5]        | [1,"NaN"]            | values[1] is "NaN", expected a finite number
            [1,2.5]        | [1,1e39]             | values[1] is 1.0E39, expected a finite number
            [1,2.5]        | [1,null]             | values[1] is null, expected a finite number
            [1,2.5]        | 1                    | values is 1, expected a list
            "RED"          | "BLUE"               | colour is "BLUE", expected one of RED, GREEN
            "RED"          | 0                    | colour is 0, expected one of RED, GREEN
            true           | 1                    | yes is 1, expected true or false
            true           | null                 | yes is null, expected true or false
            {"count":1,"share":0.5} | []          | inner is [], expected an object with count, share
            {"count":1,"share":0.5} | null        | inner is null, expected an object with count, share
            "name":"n"     | "name":"n","name":"n" | content is broken at line 1, column 19, expected JSON
            """)
    void theFirstWrongFieldIsNamed(String right, String wrong, String message) {
        assertTrue(GOOD.contains(right), right);
        assertEquals("f.json: " + message, refused(GOOD.replace(right, wrong)).getMessage());
    }

    @Test
    void numbersMayBeTheValuesOfAMap() throws IOException {
        JsonReader reader = new JsonReader("f.json", "");
        assertEquals(Map.of("a", 0.5), reader.read("{\"a\": 0.5}", new TypeReference<Map<String, Double>>() {}));
        Map<String, double[]> lists = reader.read("{\"a\": [1, 2]}", new TypeReference<>() {});
        assertArrayEquals(new double[] {1, 2}, lists.get("a"));
        assertThrows(
                InvalidFileException.class,
                () -> reader.read("{\"a\": null}", new TypeReference<Map<String, Double>>() {}));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("null", "[]", "3", "\"x\"")) {
            assertEquals(text, refused(text).found());
        }
        for (String text : List.of("", " ", "{", "{}}", "nul", GOOD + GOOD, "\u0000")) {
            assertEquals("content", refused(text).field());
        }
        JsonReader list = new JsonReader("f.json", "metadata x");
        InvalidFileException nothing = assertThrows(
                InvalidFileException.class, () -> list.read("[null]", new TypeReference<List<String>>() {}));
        assertEquals("metadata x[0]", nothing.field());
        assertThrows(InvalidFileException.class, () -> list.read("[]", new TypeReference<Map<String, Object>>() {}));
    }

    @Test
    void aTextThatWouldTakeMuchMemoryIsRefused() throws IOException {
        int half = JsonReader.MAX_TOKENS / 2;
        for (String text : List.of(
                "[".repeat(JsonReader.MAX_DEPTH + 1),
                "[" + "[],".repeat(half) + "[]]",
                "[1" + "0".repeat(2000) + "]")) {
            assertEquals("larger", refused(text).found());
        }
        Path file = folder.resolve("long.json");
        Files.write(file, " ".repeat(JsonReader.MAX_BYTES + 1).getBytes(StandardCharsets.US_ASCII));
        InvalidFileException tooLong = assertThrows(InvalidFileException.class, () -> JsonReader.object(file));
        assertTrue(tooLong.getMessage().startsWith(file + ": content is larger, expected JSON of at most"));
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("a.json");
        Files.write(file, "{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "not UTF-8",
                assertThrows(InvalidFileException.class, () -> JsonReader.object(file))
                        .found());
        assertEquals(
                "a folder",
                assertThrows(InvalidFileException.class, () -> JsonReader.object(folder))
                        .found());
    }
}
