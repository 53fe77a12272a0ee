package org.fitact.identity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Images;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * SHA-256 of numbers and texts, little-endian, each array with its length before it: equal only where the content is equal
 * to the bit, whatever file, machine or name it came from.
 */
public final class ContentHash {

    private static final int CHUNK = 1 << 14;

    /** Classes whose labels are hashed as bytes. */
    private static final int BYTE_LABELS = 256;

    private final MessageDigest digest = Identity.newDigest();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Of labelled images: their size, pixels and labels, in their order; not of the name of the set. They are read once, a few
     * at a time. Labels are bytes, or ints where there are more than 256 classes.
     */
    public static String of(Images images) {
        ContentHash hash = new ContentHash();
        hash.add(images.height(), images.width(), images.channels(), images.classes());
        hash.putLength((long) images.size() * images.imageElements());
        hash.flush();
        images.forEachPiece((bytes, length) -> hash.digest.update(bytes, 0, length));
        int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
        return (images.classes() > BYTE_LABELS ? hash.add(labels) : hash.add(bytes(labels))).hex();
    }

    private static byte[] bytes(int[] labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return bytes;
    }

    /** Of all stored numbers of a network, bounds included, each with its name. */
    public static String of(Network network) {
        ContentHash hash = new ContentHash();
        for (Parameter parameter : network.parameters()) {
            hash.add(parameter.name())
                    .add(parameter.value().shape().extents())
                    .add(parameter.value().toArray());
        }
        return hash.hex();
    }

    /** Of named numbers, in their order. */
    public static String of(Map<String, float[]> values) {
        ContentHash hash = new ContentHash();
        values.forEach((name, numbers) -> hash.add(name).add(numbers));
        return hash.hex();
    }

    /** Of the words of a memory, with what lies where in which format. */
    public static String of(FaultSpace space, int[] words) {
        ContentHash hash = new ContentHash();
        for (Region region : space.regions()) {
            hash.add(region.layer()).add(region.name()).add(region.kind().name());
            hash.addStorage(region);
        }
        return hash.add(words).hex();
    }

    /**
     * Adds how many words a region has and in which form: fixed point by its numbers of bits, any other format by its name, and
     * the code, if there is one. Not how numbers are converted to it, on which the words depend.
     */
    private void addStorage(Region region) {
        if (region.format() instanceof FixedPoint fixed) {
            add(fixed.format().integerBits(), fixed.format().fractionBits(), region.words());
        } else {
            add(region.format().name()).add(region.words());
        }
        if (!region.code().equals(NoCode.NONE)) {
            add(region.code().name());
        }
    }

    /** Adds a text. */
    public ContentHash add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes. */
    public ContentHash add(byte[] bytes) {
        put(bytes.length);
        flush();
        digest.update(bytes);
        return this;
    }

    /** Adds whole numbers. */
    public ContentHash add(int... values) {
        put(values.length);
        for (int value : values) {
            put(value);
        }
        return this;
    }

    /** Adds floats by their bits. */
    public ContentHash add(float[] values) {
        put(values.length);
        for (float value : values) {
            put(Float.floatToRawIntBits(value));
        }
        return this;
    }

    /** The hash of all that was added, 64 hexadecimal digits; nothing can be added after it. */
    public String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** An int where it is one, else −1 and the two halves of the long. */
    private void putLength(long length) {
        if (length <= Integer.MAX_VALUE) {
            put((int) length);
        } else {
            put(-1);
            put((int) length);
            put((int) (length >>> Integer.SIZE));
        }
    }

    private void put(int value) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putInt(value);
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
