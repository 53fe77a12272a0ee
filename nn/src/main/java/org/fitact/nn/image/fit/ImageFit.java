package org.fitact.nn.image.fit;

/**
 * What is done to an image before a network sees it, in this order: colour to grey or grey to colour; the shorter side to
 * {@code resize} pixels, the other in proportion, rounded down; the middle {@code crop} x {@code crop} pixels. It is torchvision's
 * {@code Resize} (bilinear, antialiased) and {@code CenterCrop}, but that an image smaller than the crop is refused, not padded.
 *
 * @param resize pixels of the shorter side, or 0 to leave the size
 * @param crop pixels of both sides, or 0 to crop nothing
 * @param channels 1, 3, or 0 to leave them
 */
public record ImageFit(int resize, int crop, int channels) {

    /** Leaves images as they are. */
    public static final ImageFit NONE = new ImageFit(0, 0, 0);

    /** The largest {@code resize} and {@code crop}. */
    public static final int LARGEST_SIDE = 4096;

    /** The most pixels that an image may have, before and after resizing. */
    public static final long MOST_PIXELS = 1 << 25;

    public ImageFit {
        if (resize < 0 || resize > LARGEST_SIDE || crop < 0 || crop > LARGEST_SIDE) {
            throw new IllegalArgumentException(
                    "images are resized to " + resize + " and cropped to " + crop + ", expected 0 to " + LARGEST_SIDE);
        }
        if (resize > 0 && crop > resize) {
            throw new IllegalArgumentException("images are resized to " + resize + " and cropped to " + crop
                    + ", expected a crop that is not larger");
        }
        if (channels != 0 && channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images have " + channels + " channels, expected 1 or 3");
        }
    }

    /** @throws IllegalArgumentException if the image is too small for the crop, or too long to be resized */
    public Raster apply(Raster image) {
        Raster resized = resized(coloured(image));
        if (crop == 0) {
            return resized;
        }
        if (resized.height() < crop || resized.width() < crop) {
            throw new IllegalArgumentException(
                    "size " + resized.size() + ", expected at least " + crop + "x" + crop + " to crop");
        }
        return resized.centre(crop);
    }

    private Raster coloured(Raster image) {
        if (channels == 3 && image.channels() == 1) {
            return image.colour();
        }
        return channels == 1 && image.channels() == 3 ? image.grey() : image;
    }

    private Raster resized(Raster image) {
        int shorter = Math.min(image.height(), image.width());
        if (resize == 0 || shorter == resize) {
            return image;
        }
        long longer = (long) ((double) ((long) resize * Math.max(image.height(), image.width())) / shorter);
        if (longer * resize > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "size " + image.size() + ", expected at most " + MOST_PIXELS + " pixels when resized");
        }
        return image.height() <= image.width()
                ? BilinearResize.to(resize, (int) longer, image)
                : BilinearResize.to((int) longer, resize, image);
    }
}
