package org.fitact.nn.image.source;

import java.net.URI;

/**
 * A file at its official address.
 *
 * @param md5 the checksum that the publisher (or every tool that fetches it) states, 32 lower-case hexadecimal digits
 */
public record RemoteFile(URI address, String md5) {

    public static RemoteFile of(String address, String md5) {
        return new RemoteFile(URI.create(address), md5);
    }

    /** The last part of the address. */
    public String fileName() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether the files of the data set are packed into this one. */
    boolean isArchive() {
        return fileName().endsWith(".tar.gz");
    }
}
