package org.fitact.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.fitact.tensor.random.PhiloxRandom;

/** Mistakes below a wrapping that stays sound: a checksum, a compression, a length. */
final class Formats {

    private static final int BLOCK = 512;
    private static final float[] EDGE_FLOATS = {Float.NaN, Float.NEGATIVE_INFINITY, -1, 0, -0f, Float.MAX_VALUE, 1e-42f
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    private Formats() {}

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** Of an unpacked seed: four of five mistakes are below the compression. */
    static byte[] gzipped(byte[] seed, PhiloxRandom random) throws IOException {
        return random.nextInt(5) == 0 ? Mutations.bytes(gzip(seed), random) : gzip(Mutations.bytes(seed, random));
    }

    /** Of an unpacked archive: mistakes in headers whose checksum is right again, and all others. */
    static byte[] archive(byte[] seed, PhiloxRandom random) throws IOException {
        if (random.nextInt(3) == 0) {
            return gzipped(seed, random);
        }
        byte[] tar = seed.clone();
        int block = random.nextInt(tar.length / BLOCK) * BLOCK;
        int at = block + random.nextInt(160);
        switch (random.nextInt(3)) {
            case 0 -> tar[at] = (byte) random.nextInt(256);
            case 1 -> put(tar, block + 124, octal(1L << random.nextInt(33)));
            default -> put(tar, block + 124, octal(random.nextInt(1 << 14)));
        }
        for (int header = 0; header < tar.length; header += BLOCK) {
            if (tar[header + 257] == 'u' && tar[header + 258] == 's') {
                checksum(tar, header);
            }
        }
        return gzip(tar);
    }

    static String octal(long number) {
        return String.format(Locale.ROOT, "%011o", number);
    }

    static void put(byte[] bytes, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    static void checksum(byte[] tar, int header) {
        put(tar, header + 148, "        ");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += tar[header + i] & 255;
        }
        put(tar, header + 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    }

    /** Of a safetensors file: mistakes in its metadata, its table, its numbers, or anywhere. */
    static byte[] safetensors(byte[] seed, PhiloxRandom random) throws IOException {
        return switch (random.nextInt(8)) {
            case 0 -> Mutations.bytes(seed, random);
            case 1 -> number(seed, random);
            default -> header(seed, random);
        };
    }

    private static byte[] number(byte[] seed, PhiloxRandom random) {
        ByteBuffer input = ByteBuffer.wrap(seed.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int start = Long.BYTES + (int) input.getLong(0);
        if (input.capacity() - start >= Float.BYTES) {
            int element = random.nextInt((input.capacity() - start) / Float.BYTES);
            input.putFloat(start + element * Float.BYTES, EDGE_FLOATS[random.nextInt(EDGE_FLOATS.length)]);
        }
        return input.array();
    }

    private static byte[] header(byte[] seed, PhiloxRandom random) throws JsonProcessingException {
        int length = (int) ByteBuffer.wrap(seed).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String text = new String(seed, Long.BYTES, length, StandardCharsets.UTF_8);
        byte[] data = Arrays.copyOfRange(seed, Long.BYTES + length, seed.length);
        if (random.nextInt(3) == 0) {
            return file(Mutations.text(text, random), data);
        }
        ObjectNode header = (ObjectNode) JSON.readTree(text);
        ObjectNode metadata = (ObjectNode) header.path("__metadata__");
        List<String> keys = new ArrayList<>();
        metadata.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        if (random.nextInt(10) == 0) {
            metadata.remove(key);
        } else {
            metadata.put(key, Mutations.text(metadata.path(key).textValue(), random));
        }
        return file(header.toString(), data);
    }

    /** A safetensors file of a header and its data. */
    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
