package org.fitact.imagefile;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.fitact.nn.InvalidFileException;

/** What a reader warned of. Of a file that ends too early the JDK makes an image all the same, grey from there on. */
final class Complaints implements IIOReadWarningListener {

    private String early;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        if (lower.contains("premature end") || lower.contains("truncated")) {
            early = warning;
        }
    }

    void requireWhole(String file) throws InvalidFileException {
        if (early != null) {
            throw new InvalidFileException(file, "image", "cut off (" + early + ")", "a whole one");
        }
    }
}
