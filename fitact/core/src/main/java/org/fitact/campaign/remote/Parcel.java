package org.fitact.campaign.remote;

import java.util.function.Supplier;
import org.fitact.identity.ContentHash;

/**
 * Bytes that travel, and by what it is seen whether they arrived.
 *
 * @param bytes not copied
 * @param sha256 of them, as {@link ContentHash} has it
 */
public record Parcel(byte[] bytes, String sha256) {

    /**
     * Where a parcel is to be had.
     *
     * @param sha256 that it must have
     * @param bytes asked when they are wanted
     */
    public record Address(String sha256, Supplier<byte[]> bytes) {}

    /** Of bytes as they are now. */
    public static Parcel of(byte[] bytes) {
        return new Parcel(bytes, new ContentHash().add(bytes).hex());
    }
}
