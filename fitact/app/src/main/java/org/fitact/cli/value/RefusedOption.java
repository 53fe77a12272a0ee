package org.fitact.cli.value;

import java.io.IOException;
import org.fitact.nn.RefusedValueException;

/** Names the option whose value was refused by the part of the program that knows what it takes. */
public final class RefusedOption {

    private RefusedOption() {}

    /** What reads the value of an option. */
    @FunctionalInterface
    public interface Reader<T> {
        T read() throws IOException;
    }

    /**
     * Reads.
     *
     * @param option by its name, with dashes
     * @throws MisuseError if a value is refused
     */
    public static <T> T named(String option, Reader<T> reader) throws IOException {
        try {
            return reader.read();
        } catch (RefusedValueException e) {
            throw new MisuseError(option, e.found(), e.expected());
        }
    }
}
