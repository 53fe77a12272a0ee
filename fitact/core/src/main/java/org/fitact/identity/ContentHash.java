package org.fitact.identity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.ImageSet;

/**
 * SHA-256 of numbers and texts, little-endian, each array with its length before it: equal only where the content is equal
 * to the bit, whatever file, machine or name it came from.
 */
public final class ContentHash {

    private static final int CHUNK = 1 << 14;

    private final MessageDigest digest = Identity.newDigest();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    /** Of labelled images: their size, pixels and labels, in their order; not of the name of the set. */
    public static String of(ImageSet images) {
        return new ContentHash()
                .add(images.height(), images.width(), images.channels(), images.classes())
                .add(images.pixels())
                .add(images.labels())
                .hex();
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
            hash.add(region.format().integerBits(), region.format().fractionBits(), region.words());
        }
        return hash.add(words).hex();
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
