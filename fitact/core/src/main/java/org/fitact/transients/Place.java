package org.fitact.transients;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A value that may be struck.
 *
 * @param name of the value in the network as it was before it was protected
 * @param step of the plan that makes it, or what stands behind it there: {@code relu1.bound}
 * @param elements of one image
 * @param width bits of the word of an element
 */
public record Place(TransientTarget target, String name, String step, int elements, int width) {

    /**
     * What tells its draws from those of other places: of its target and name alone, so it is the same under all schemes. The first 63
     * bits of a SHA-256.
     */
    public long key() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((target + ":" + name).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Bits of one image. */
    public long bits() {
        return (long) elements * width;
    }
}
