package org.fitact.nn.image;

/**
 * How a {@link BatchLoader} walks through its images.
 *
 * @param batchSize images a batch; the last batch of an epoch has fewer unless it is dropped
 * @param shuffle whether each epoch has a random order of its own
 * @param dropLast whether a last batch that is not full is left out
 * @param seed of the order and of the augmentation
 */
public record LoaderOptions(int batchSize, boolean shuffle, boolean dropLast, Augmentation augmentation, long seed) {

    public LoaderOptions {
        if (batchSize <= 0) {
            throw new IllegalArgumentException("batch size is " + batchSize + ", expected a positive number");
        }
    }

    /** Shuffled, every image once an epoch. */
    public static LoaderOptions training(int batchSize, Augmentation augmentation, long seed) {
        return new LoaderOptions(batchSize, true, false, augmentation, seed);
    }

    /** In the order of the set, nothing random. */
    public static LoaderOptions evaluation(int batchSize) {
        return new LoaderOptions(batchSize, false, false, Augmentation.NONE, 0);
    }
}
