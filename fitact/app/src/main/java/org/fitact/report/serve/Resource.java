package org.fitact.report.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What lies under an address.
 *
 * @param type its media type
 * @param bytes its content; not copied, not to be modified
 * @param tag by which it is known whether it changed, as an {@code ETag} is written
 */
record Resource(String type, byte[] bytes, String tag) {

    static Resource of(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Resource(
                    type + "; charset=utf-8", bytes, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
