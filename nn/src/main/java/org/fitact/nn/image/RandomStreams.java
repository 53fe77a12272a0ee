package org.fitact.nn.image;

import org.fitact.tensor.random.PhiloxRandom;

/**
 * The random streams of this package. Each purpose, epoch and item has a counter-based stream of its own under the
 * user's seed, so what is drawn depends on these alone, never on threads or on what was drawn before.
 */
public final class RandomStreams {

    // The top byte keeps the purposes apart; the epoch has 24 bits, the item 32.
    private static final long SPLIT = 1L << 56;
    private static final long ORDER = 2L << 56;
    private static final long AUGMENTATION = 3L << 56;
    private static final int MAX_EPOCH = (1 << 24) - 1;

    private RandomStreams() {}

    static PhiloxRandom split(long seed, int label) {
        return new PhiloxRandom(seed, SPLIT | label);
    }

    static PhiloxRandom order(long seed, int epoch) {
        return new PhiloxRandom(seed, ORDER | epochBits(epoch));
    }

    static PhiloxRandom augmentation(long seed, int epoch, int image) {
        return new PhiloxRandom(seed, AUGMENTATION | epochBits(epoch) | image);
    }

    private static long epochBits(int epoch) {
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch is " + epoch + ", expected 0 to " + MAX_EPOCH);
        }
        return (long) epoch << 32;
    }
}
