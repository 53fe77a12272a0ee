package org.fitact.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.nn.InvalidFileException;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    private static StoredTensor stored(TensorType type, int[] shape, int... bytes) {
        ByteBuffer data = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            data.put((byte) value);
        }
        return new StoredTensor(type, shape, data.flip());
    }

    private static SafetensorsFile sample() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("b.words", stored(TensorType.I32, new int[] {2}, 0, 0, 0, 0x80, 7, 0, 0, 0));
        tensors.put("z", StoredTensor.of(new int[] {2, 2}, 1f, -0f, Float.NaN, 3e-40f));
        tensors.put("a", StoredTensor.of(new int[] {}, 2.5f));
        tensors.put("flags", stored(TensorType.I8, new int[] {3}, 1, -1, 0));
        tensors.put("half", stored(TensorType.I16, new int[] {1, 1}, -2, -1));
        tensors.put("step", StoredTensor.of(new int[] {1}, Long.MAX_VALUE));
        tensors.put("none", StoredTensor.of(new int[] {0, 4}, new float[0]));
        return new SafetensorsFile(Map.of("architecture", "lenet5", "note", "λ \"quoted\"\n"), tensors);
    }

    private byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private InvalidFileException refused(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("bad.safetensors"), content);
        InvalidFileException refusal = assertThrows(InvalidFileException.class, () -> SafetensorsFile.read(file));
        assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
        return refusal;
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = folder.resolve("model.safetensors");
        sample().write(file);
        SafetensorsFile read = SafetensorsFile.read(file);
        assertEquals(sample().metadata(), read.metadata());
        assertEquals(sample().tensors(), read.tensors());
        assertEquals(
                List.of("step", "a", "none", "z", "b.words", "half", "flags"),
                List.copyOf(read.tensors().keySet()));
        assertArrayEquals(
                new float[] {1f, -0f, Float.NaN, 3e-40f},
                read.tensors().get("z").floats());
        assertArrayEquals(
                new byte[] {0, 0, 0, -128, 7, 0, 0, 0},
                read.tensors().get("b.words").bytes());
        assertArrayEquals(
                new long[] {Long.MAX_VALUE}, read.tensors().get("step").longs());
        assertArrayEquals(new byte[] {-2, -1}, read.tensors().get("half").bytes());
        assertArrayEquals(new byte[] {1, -1, 0}, read.tensors().get("flags").bytes());
        assertThrows(
                IllegalStateException.class, () -> read.tensors().get("step").floats());
    }

    @Test
    void theBytesAreThoseOfTheReferenceImplementation() throws IOException {
        // PYTHON: safetensors.numpy.save({"b": np.array([1, -2], np.int32), "a": np.array([[1.5]], np.float32)},
        //                                metadata={"k": "v"})
        String json =
                "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
        byte[] expected = file(json + " ".repeat((8 - json.length() % 8) % 8), 12);
        ByteBuffer.wrap(expected)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(expected.length - 12)
                .putFloat(1.5f)
                .putInt(1)
                .putInt(-2);
        Path file = folder.resolve("model.safetensors");
        Map<String, StoredTensor> tensors = Map.of(
                "b",
                stored(TensorType.I32, new int[] {2}, 1, 0, 0, 0, -2, -1, -1, -1),
                "a",
                StoredTensor.of(new int[] {1, 1}, 1.5f));
        new SafetensorsFile(Map.of("k", "v"), tensors).write(file);
        assertArrayEquals(expected, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | tensor 'b' begin
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}} | tensor 'b' begin
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | tensor 'a' begin
            {"a":{"dtype":"F31","shape":[3],"data_offsets":[0,12]}} | tensor 'a' dtype
            {"a":{"dtype":7,"shape":[3],"data_offsets":[0,12]}} | tensor 'a' dtype
            {"a":{"shape":[3],"data_offsets":[0,12]}} | tensor 'a' dtype
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}} | tensor 'a' length
            {"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}} | tensor 'a' shape
            {"a":{"dtype":"F32","shape":[3.0],"data_offsets":[0,12]}} | tensor 'a' shape
            {"a":{"dtype":"F32","shape":3,"data_offsets":[0,12]}} | tensor 'a' shape
            {"a":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,12]}} | tensor 'a' shape
            {"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,12]}} | tensor 'a' shape
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,18446744073709551628]}} | tensor 'a' data_offsets
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}} | tensor 'a' data_offsets
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[-12,0]}} | tensor 'a' data_offsets
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} | tensor 'a' data_offsets
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}} | tensor 'a' data_offsets
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | length of the data
            {"a":[]} | tensor 'a'
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | header
            {"a":{"dtype":"F32","dtype":"I32","shape":[3],"data_offsets":[0,12]}} | header
            {"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | metadata 'k'
            {"__metadata__":"k","a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | __metadata__
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}{} | header
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]} | header
            [1, 2] | header
            null | header
            """)
    void aLyingHeaderIsRefused(String header, String field) throws IOException {
        assertEquals(field, refused(file(header, 12)).field());
    }

    @Test
    void aLyingHeaderLengthIsRefused() throws IOException {
        for (long length : new long[] {-1, Long.MIN_VALUE, 0, 1, 11, 100_000_001, Long.MAX_VALUE}) {
            byte[] content = file("{}        ", 0);
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertEquals("header length", refused(content).field());
        }
        assertEquals("length", refused(new byte[7]).field());
        assertEquals("length", refused(new byte[0]).field());
    }

    @Test
    void textThatIsNoUtf8AndDeepNestingAreRefused() throws IOException {
        byte[] content = file("{\"a\":\"xx\"}", 0);
        content[8 + 6] = (byte) 0xff;
        assertEquals("header", refused(content).field());
        assertEquals("header", refused(file("{\"a\":" + "[".repeat(100_000), 0)).field());
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        assertEquals(
                "header",
                refused(file(new String(utf16, StandardCharsets.ISO_8859_1), 0)).field());
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        sample().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void randomChangesNeverEndInAnythingButTheProperError() throws IOException {
        Path file = folder.resolve("model.safetensors");
        sample().write(file);
        byte[] whole = Files.readAllBytes(file);
        PhiloxRandom random = new PhiloxRandom(1, 2);
        int refused = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            byte[] changed = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, changed);
            try {
                SafetensorsFile.read(file);
            } catch (InvalidFileException expected) {
                refused++;
            }
        }
        assertTrue(refused > 800, "refused " + refused);
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("model.safetensors");
        sample().write(file);
        byte[] old = Files.readAllBytes(file);
        Path inFile = file.resolve("below.safetensors");
        String message =
                assertThrows(IOException.class, () -> sample().write(inFile)).getMessage();
        assertTrue(message.startsWith(inFile + ": cannot be written: "), message);
        Path nowhere = folder.resolve("missing/model.safetensors");
        assertEquals(
                nowhere + ": cannot be written: the folder does not exist",
                assertThrows(IOException.class, () -> sample().write(nowhere)).getMessage());
        assertArrayEquals(old, Files.readAllBytes(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
        assertFalse(Files.exists(nowhere.getParent()));
    }
}
