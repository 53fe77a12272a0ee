package org.fitact.nn.image.source;

import java.util.Map;
import org.fitact.nn.image.Images;

/**
 * Images to train on and images to test on, of the same size and classes.
 *
 * @param notes by which {@link OwnData} finds a user's own images again; empty for a data set of a name
 */
public record DataSet(String name, Images train, Images test, Map<String, String> notes) {

    public DataSet {
        notes = Map.copyOf(notes);
    }

    /** A data set that is found by its name, as it is published. */
    public DataSet(String name, Images train, Images test) {
        this(name, train, test, Map.of());
    }
}
