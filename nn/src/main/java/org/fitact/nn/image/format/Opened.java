package org.fitact.nn.image.format;

import java.io.IOException;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.fit.FittedImages;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.OwnData;

/** Makes data sets of images of one size. */
final class Opened {

    private Opened() {}

    /** @param test null where nobody divided the images */
    static DataSet of(OwnData data, Images train, Images test) throws IOException {
        try {
            Images fitted = FittedImages.of(train, data.fit());
            return test == null ? data.undivided(fitted) : data.divided(fitted, FittedImages.of(test, data.fit()));
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(data.place().toString(), "images", e);
        }
    }
}
