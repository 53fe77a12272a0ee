package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of this package among the program's resources. */
final class Resource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Resource() {}

    /**
     * What a file holds.
     *
     * @param name such as {@code memory.json}
     */
    static byte[] bytes(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The same as a value, from JSON. */
    static <T> T read(String name, Class<T> type) {
        try {
            return JSON.readValue(bytes(name), type);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static UncheckedIOException unreadable(String name, IOException e) {
        return new UncheckedIOException("the program's own " + name + " cannot be read", e);
    }
}
