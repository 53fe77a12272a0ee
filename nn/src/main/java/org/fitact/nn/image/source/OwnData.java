package org.fitact.nn.image.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.KeptImages;
import org.fitact.nn.image.Split;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A user's own images: where they lie, and how they are read.
 *
 * <p>Files give them class by class, but whoever takes the first of a part has to see all classes. So each part, those to train
 * on and those to test on, comes in a pseudo-random order: that of {@link PhiloxRandom#shuffle} with a constant seed, which depends
 * on nothing but how many images the part has.
 *
 * @param format the name of a {@link DataFormat}
 * @param place the folder or file, absolute
 * @param fit what is done to each image
 * @param seed of the split where the images are not divided into those to train on and those to test on
 */
public record OwnData(String format, Path place, ImageFit fit, long seed) {

    /** Of each class, the images to test on where nothing says which these are. */
    public static final double TEST_SHARE = 0.2;

    /** Which a shell puts in place of ~ only where a word begins with it. */
    private static final String HOME = Matcher.quoteReplacement(System.getProperty("user.home"));

    private static final long TEST_STREAM = 0x74657374L;

    /** Of the order: constant, since what is measured depends on it. */
    private static final long ORDER_SEED = 1;

    private static final long ORDER_STREAM = 0x6f72646572L;
    private static final String PLACE = "data.place";
    private static final String RESIZE = "data.resize";
    private static final String CROP = "data.crop";
    private static final String CHANNELS = "data.channels";
    private static final String SEED = "data.seed";

    /**
     * What {@code FORMAT:PLACE} names; empty for a text without a colon, which is the name of a data set.
     *
     * @throws IllegalArgumentException if there is no such format, or the place cannot be one
     */
    public static Optional<OwnData> parse(String text, ImageFit fit, long seed) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        DataFormat format = DataFormats.named(text.substring(0, colon));
        String place = text.substring(colon + 1).replaceFirst("^~(?=/|$)", HOME);
        if (place.isBlank()) {
            throw new IllegalArgumentException(
                    "data are '" + text + "', expected " + format.name() + ":" + format.place());
        }
        try {
            Path path = Path.of(place).toAbsolutePath().normalize();
            return Optional.of(new OwnData(format.name(), path, fit, seed));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("data are '" + text + "': " + e.getReason(), e);
        }
    }

    /**
     * What the notes of a data set's checkpoint say; empty if it is no user's own.
     *
     * @throws IllegalArgumentException if they cannot be those of any
     */
    public static Optional<OwnData> of(String name, Map<String, String> notes) {
        String place = notes.get(PLACE);
        if (place == null || name.indexOf(':') < 0) {
            return Optional.empty();
        }
        ImageFit fit = new ImageFit(number(notes, RESIZE), number(notes, CROP), number(notes, CHANNELS));
        String format = DataFormats.named(name.substring(0, name.indexOf(':'))).name();
        return Optional.of(new OwnData(format, Path.of(place), fit, Long.parseLong(notes.getOrDefault(SEED, "0"))));
    }

    private static int number(Map<String, String> notes, String key) {
        return Integer.parseInt(notes.getOrDefault(key, "0"));
    }

    /** {@code images:flowers}: the format and the last part of the place, which stays when the folder moves. */
    public String name() {
        return format + ":" + Optional.ofNullable(place.getFileName()).orElse(place);
    }

    /** By which the images are found again. */
    Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PLACE, place.toString());
        notes.put(RESIZE, Integer.toString(fit.resize()));
        notes.put(CROP, Integer.toString(fit.crop()));
        notes.put(CHANNELS, Integer.toString(fit.channels()));
        notes.put(SEED, Long.toString(seed));
        return notes;
    }

    /**
     * Opens the images.
     *
     * @param dataDir where a folder of the same name is looked for if the place is not there any more; may be null
     * @throws InvalidFileException also if they are nowhere
     */
    public DataSet open(Path dataDir) throws IOException {
        DataFormat reader = DataFormats.named(format);
        if (Files.exists(place)) {
            return reader.open(this);
        }
        if (dataDir != null && place.getFileName() != null) {
            Path moved = dataDir.resolve(place.getFileName()).toAbsolutePath().normalize();
            if (Files.exists(moved)) {
                return reader.open(new OwnData(format, moved, fit, seed));
            }
        }
        throw new InvalidFileException(place, reader.place(), "not there", reader.summary());
    }

    /** A data set that says which images are which. Images that fit in memory are read once. */
    public DataSet divided(Images train, Images test) {
        return new DataSet(name(), mixed(KeptImages.of(train)), mixed(KeptImages.of(test)), notes());
    }

    /**
     * A data set of images that nobody divided: {@value #TEST_SHARE} of each class, drawn by the seed, are those to test on.
     *
     * @throws InvalidFileException if there are too few
     */
    public DataSet undivided(Images all) throws InvalidFileException {
        Images kept = KeptImages.of(all);
        try {
            Split split = Split.stratified(kept, TEST_SHARE, new PhiloxRandom(seed, TEST_STREAM).nextLong());
            return new DataSet(name(), mixed(split.train()), mixed(split.heldOut()), notes());
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    place.toString(), "number of images", "" + all.size(), "enough of a class to test on a fifth", e);
        }
    }

    private static Images mixed(Images part) {
        int[] order = IntStream.range(0, part.size()).toArray();
        new PhiloxRandom(ORDER_SEED, ORDER_STREAM).shuffle(order);
        return part.subset(order);
    }
}
