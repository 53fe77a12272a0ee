package org.fitact.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.random.PhiloxRandom;

/** Mistakes in bytes and in texts. */
final class Mutations {

    private static final int[] EDGE_BYTES = {0, 1, 0x7f, 0x80, 0xff, ' ', '"', '{', '['};
    private static final long[] EDGE_NUMBERS = {
        0,
        1,
        -1,
        2,
        255,
        256,
        28,
        4096,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        1L << 62
    };
    private static final List<String> EDGE_VALUES = List.of(
            "null",
            "0",
            "-1",
            "1.5",
            "1e999",
            "-0",
            "99999999999999999999",
            "2147483648",
            "2147483647",
            "9999",
            "3",
            "1e-400",
            "true",
            "\"\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"../../x\"",
            "\"\\u0000\\u202e\"",
            "[]",
            "{}",
            "[null]",
            "{\"a\":1}",
            "[".repeat(120),
            "{\"a\":".repeat(60),
            "0.000001",
            "1000000",
            "\"relu\"",
            "[1,2,3]");

    private Mutations() {}

    /** One to three mistakes anywhere, half of them near the beginning, where headers are. */
    static byte[] bytes(byte[] seed, PhiloxRandom random) {
        byte[] input = seed;
        for (int i = random.nextInt(3); i >= 0; i--) {
            input = mistake(input, random);
        }
        return input;
    }

    /** One to three mistakes anywhere that leave everything else in its place, which formats with offsets need. */
    static byte[] inPlace(byte[] seed, PhiloxRandom random) {
        if (random.nextInt(5) == 0) {
            return bytes(seed, random);
        }
        byte[] input = seed.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(5)) {
                case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> input[at] = (byte) EDGE_BYTES[random.nextInt(EDGE_BYTES.length)];
                case 2 -> input[at] = (byte) random.nextInt(256);
                case 3 -> number(input, at, random);
                default -> copy(input, at, random);
            }
        }
        return input;
    }

    private static byte[] mistake(byte[] seed, PhiloxRandom random) {
        if (seed.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(random.nextInt(2) == 0 ? Math.min(64, seed.length) : seed.length);
        byte[] input = seed.clone();
        switch (random.nextInt(8)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) EDGE_BYTES[random.nextInt(EDGE_BYTES.length)];
            case 2 -> input[at] = (byte) random.nextInt(256);
            case 3 -> {
                return Arrays.copyOf(input, at);
            }
            case 4 -> {
                return Arrays.copyOf(input, input.length + 1 + random.nextInt(64));
            }
            case 5 -> number(input, at, random);
            case 6 -> copy(input, at, random);
            default -> {
                return spliced(input, at, random);
            }
        }
        return input;
    }

    /** A number of 2, 4 or 8 bytes in either order. */
    private static void number(byte[] input, int at, PhiloxRandom random) {
        long value = EDGE_NUMBERS[random.nextInt(EDGE_NUMBERS.length)];
        ByteBuffer buffer =
                ByteBuffer.wrap(input).order(random.nextInt(2) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int bytes = 2 << random.nextInt(3);
        int from = Math.min(at, input.length - bytes);
        if (from >= 0) {
            switch (bytes) {
                case 2 -> buffer.putShort(from, (short) value);
                case 4 -> buffer.putInt(from, (int) value);
                default -> buffer.putLong(from, value);
            }
        }
    }

    private static void copy(byte[] input, int at, PhiloxRandom random) {
        int from = random.nextInt(input.length);
        int length = Math.min(1 + random.nextInt(64), input.length - Math.max(from, at));
        System.arraycopy(input, from, input, at, length);
    }

    /** A block more, or one less. */
    private static byte[] spliced(byte[] input, int at, PhiloxRandom random) {
        int length = Math.min(1 + random.nextInt(64), input.length - at);
        int from = random.nextInt(2) == 0 ? at + length : at;
        ByteBuffer spliced = ByteBuffer.allocate(input.length + at + length - from - (from == at ? 0 : length));
        spliced.put(input, 0, from == at ? at + length : at);
        spliced.put(input, from, input.length - from);
        return spliced.array();
    }

    static byte[] text(byte[] seed, PhiloxRandom random) {
        return text(new String(seed, StandardCharsets.UTF_8), random).getBytes(StandardCharsets.UTF_8);
    }

    /** One or two mistakes in a text of the family of JSON: mostly another value for one that stands there. */
    static String text(String seed, PhiloxRandom random) {
        String text = seed;
        for (int i = random.nextInt(2); i >= 0; i--) {
            text = mistake(text, random);
        }
        return text;
    }

    private static String mistake(String text, PhiloxRandom random) {
        if (text.isEmpty()) {
            return edgeValue(random);
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(20));
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, end) + text.substring(at);
            case 2 -> text.substring(0, at) + (char) random.nextInt(128) + text.substring(at + 1);
            case 3 -> text.substring(0, at);
            default -> otherValue(text, at, random);
        };
    }

    static String edgeValue(PhiloxRandom random) {
        return EDGE_VALUES.get(random.nextInt(EDGE_VALUES.size()));
    }

    /** The next number, text or object after a place becomes another value. */
    private static String otherValue(String text, int at, PhiloxRandom random) {
        int from = at;
        while (from < text.length() && !isValueStart(text.charAt(from))) {
            from++;
        }
        if (from == text.length()) {
            return edgeValue(random);
        }
        return text.substring(0, from) + edgeValue(random) + text.substring(valueEnd(text, from));
    }

    private static boolean isValueStart(char c) {
        return Character.isDigit(c) || c == '-' || c == '"' || c == '[' || c == '{';
    }

    private static int valueEnd(String text, int from) {
        char first = text.charAt(from);
        if (first == '"') {
            int end = text.indexOf('"', from + 1);
            return end < 0 ? text.length() : end + 1;
        }
        if (first == '[' || first == '{') {
            int end = text.indexOf(first == '[' ? ']' : '}', from);
            return end < 0 ? text.length() : end + 1;
        }
        int end = from + 1;
        while (end < text.length() && "0123456789.eE+-".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }
}
