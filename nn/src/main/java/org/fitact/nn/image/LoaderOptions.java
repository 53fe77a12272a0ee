package org.fitact.nn.image;

/**
 * How a {@link BatchLoader} walks through its images.
 *
 * @param batchSize images a batch; the last batch of an epoch has fewer unless it is dropped
 * @param shuffle whether each epoch has a random order of its own
 * @param dropLast whether a last batch that is not full is left out
 * @param cutOut side of a square of each image that is blanked, in pixels; 0 for none
 * @param seed of the order and of the augmentation
 */
public record LoaderOptions(
        int batchSize, boolean shuffle, boolean dropLast, Augmentation augmentation, int cutOut, long seed) {

    /** Without cut-out. */
    public LoaderOptions(int batchSize, boolean shuffle, boolean dropLast, Augmentation augmentation, long seed) {
        this(batchSize, shuffle, dropLast, augmentation, 0, seed);
    }

    public LoaderOptions {
        if (batchSize <= 0) {
            throw new IllegalArgumentException("batch size is " + batchSize + ", expected a positive number");
        }
    }

    /** Shuffled, every image once an epoch. */
    public static LoaderOptions training(int batchSize, Augmentation augmentation, long seed) {
        return new LoaderOptions(batchSize, true, false, augmentation, seed);
    }

    /** The same with cut-out. */
    public LoaderOptions with(int side) {
        return new LoaderOptions(batchSize, shuffle, dropLast, augmentation, side, seed);
    }

    /** In the order of the set, nothing random. */
    public static LoaderOptions evaluation(int batchSize) {
        return new LoaderOptions(batchSize, false, false, Augmentation.NONE, 0);
    }
}
