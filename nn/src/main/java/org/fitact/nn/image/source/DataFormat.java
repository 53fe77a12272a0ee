package org.fitact.nn.image.source;

import java.io.IOException;
import org.fitact.nn.Named;

/** A form in which a user's own images lie, asked for as {@code NAME:PLACE}, such as {@code idx:~/digits}. */
public interface DataFormat extends Named {

    /** What the place is: {@code DIR} or {@code FILE}. */
    String place();

    /** One line for a listing: what lies at the place. */
    String summary();

    /**
     * Opens the images that lie at a place. What the files claim is checked before memory is taken for it.
     *
     * @throws org.fitact.nn.InvalidFileException if a file is missing or is not what its format demands
     */
    DataSet open(OwnData data) throws IOException;
}
