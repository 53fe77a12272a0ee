package org.fitact.nn.image;

import java.util.Arrays;
import java.util.Map;

/**
 * Maps the bytes of an image to the numbers a network sees, channel by channel:
 *
 * <pre>x = (byte / 255 − mean[c]) / sd[c]</pre>
 *
 * It belongs to the trained network and is stored with it.
 *
 * @param mean per channel, in units of full intensity
 * @param sd standard deviation per channel, in the same units, positive
 */
public record Normalisation(float[] mean, float[] sd) {

    public static final String MEAN_KEY = "normalisation.mean";
    public static final String SD_KEY = "normalisation.sd";

    private static final int LEVELS = 256;

    public Normalisation {
        mean = mean.clone();
        sd = sd.clone();
        if (mean.length == 0 || mean.length != sd.length) {
            throw new IllegalArgumentException("normalisation has " + mean.length + " means and " + sd.length
                    + " standard deviations, expected one of each a channel");
        }
        for (int c = 0; c < sd.length; c++) {
            if (!Float.isFinite(mean[c]) || !(sd[c] > 0) || !Float.isFinite(sd[c])) {
                throw new IllegalArgumentException("normalisation of channel " + c + " is mean " + mean[c] + ", sd "
                        + sd[c] + ", expected finite numbers and sd > 0");
            }
        }
    }

    /**
     * Mean and (population) standard deviation of each channel over all images, computed from exact integer sums. A
     * channel in which all pixels are equal gets the deviation 1.
     */
    public static Normalisation of(Images images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException(images.name() + ": no images to compute a normalisation from");
        }
        int channels = images.channels();
        long[][] counts = new long[channels][LEVELS];
        images.forEachPiece((pixels, length) -> {
            for (int i = 0; i < length; i++) {
                counts[i % channels][Byte.toUnsignedInt(pixels[i])]++;
            }
        });
        float[] mean = new float[channels];
        float[] sd = new float[channels];
        for (int c = 0; c < channels; c++) {
            long sum = 0;
            long squares = 0;
            for (int level = 0; level < LEVELS; level++) {
                sum += counts[c][level] * level;
                squares += counts[c][level] * level * level;
            }
            double count = (double) images.size() * images.height() * images.width();
            double average = sum / count;
            double variance = Math.max(0, squares / count - average * average);
            mean[c] = (float) (average / (LEVELS - 1));
            sd[c] = variance == 0 ? 1 : (float) (Math.sqrt(variance) / (LEVELS - 1));
        }
        return new Normalisation(mean, sd);
    }

    /** Nothing but the division by 255: mean 0, standard deviation 1. */
    public static Normalisation none(int channels) {
        float[] sd = new float[channels];
        Arrays.fill(sd, 1);
        return new Normalisation(new float[channels], sd);
    }

    public int channels() {
        return mean.length;
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] sd() {
        return sd.clone();
    }

    /** What every byte becomes, {@code [channels, 256]}. */
    public float[][] table() {
        float[][] table = new float[channels()][LEVELS];
        for (int c = 0; c < channels(); c++) {
            for (int level = 0; level < LEVELS; level++) {
                table[c][level] = (level / (float) (LEVELS - 1) - mean[c]) / sd[c];
            }
        }
        return table;
    }

    /** The entries that a checkpoint keeps; {@link #fromMetadata} gives exactly the same numbers back. */
    public Map<String, String> toMetadata() {
        return Map.of(MEAN_KEY, join(mean), SD_KEY, join(sd));
    }

    /** @throws IllegalArgumentException when an entry is missing or is not a list of numbers */
    public static Normalisation fromMetadata(Map<String, String> metadata) {
        return new Normalisation(numbers(metadata, MEAN_KEY), numbers(metadata, SD_KEY));
    }

    private static String join(float[] values) {
        String text = Arrays.toString(values);
        return text.substring(1, text.length() - 1).replace(" ", "");
    }

    private static float[] numbers(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("metadata '" + key + "' is missing, expected numbers with commas");
        }
        String[] parts = text.split(",", -1);
        float[] values = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                values[i] = Float.parseFloat(parts[i]);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(
                        "metadata '" + key + "' is '" + text + "', expected numbers with commas", notANumber);
            }
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalisation that && Arrays.equals(mean, that.mean) && Arrays.equals(sd, that.sd);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(sd);
    }

    @Override
    public String toString() {
        return "mean " + join(mean) + " sd " + join(sd);
    }
}
