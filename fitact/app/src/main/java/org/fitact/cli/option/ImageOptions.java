package org.fitact.cli.option;

import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.nn.image.fit.ImageFit;
import picocli.CommandLine.Option;

/** The options that say what is done to a user's own images before a network sees them. */
public final class ImageOptions {

    private static final String RESIZE = "--resize";
    private static final String CROP = "--crop";
    private static final String CHANNELS = "--channels";

    @Within("[1, 4096]")
    @Option(
            names = RESIZE,
            paramLabel = "N",
            description = "Of your own images: the shorter side becomes N pixels, the other in proportion "
                    + "(bilinear, antialiased, as torchvision's Resize).")
    private Integer resize;

    @Within("[1, 4096]")
    @Option(
            names = CROP,
            paramLabel = "N",
            description = "Of your own images: the middle N x N pixels, after " + RESIZE + ".")
    private Integer crop;

    @Within("[1, 3]")
    @Option(
            names = CHANNELS,
            paramLabel = "N",
            description =
                    "Of your own images: 1 makes them grey, 3 coloured (default: 3 of image files, else as they are).")
    private Integer channels;

    /** What was chosen; {@link ImageFit#NONE} if nothing was. */
    public ImageFit fit() {
        return new ImageFit(orZero(resize), orZero(crop), orZero(channels));
    }

    private static int orZero(Integer value) {
        return value == null ? 0 : value;
    }

    /** @throws MisuseError if one of them was given beside a data set that is read in one way only */
    void requireUnused(String dataset) {
        if (!fit().equals(ImageFit.NONE)) {
            String given = resize != null ? RESIZE : crop != null ? CROP : CHANNELS;
            throw new MisuseError(given + " is of your own images, and " + dataset + " is a data set: leave it out");
        }
    }
}
