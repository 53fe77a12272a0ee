package org.fitact.transients;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.fitact.tensor.random.PhiloxRandom;

/** What transient faults of a trial strike, drawn once more as the documents say. */
record Drawn(long seed, double rate, long trial) {

    /**
     * Masks by the element: gaps ⌊ln(1 − v)/ln(1 − p)⌋, of the generator of seed, trial, image and name; the mark is drawn and not needed.
     *
     * @param place target and name of the value
     * @param elements of one image
     * @param width bits of a word
     */
    Map<Integer, Long> masks(String place, int elements, int width, int image) throws Exception {
        long key = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(place.getBytes()))
                        .getLong()
                >>> 1;
        PhiloxRandom random = new PhiloxRandom(seed, 0x7472616E7369656EL)
                .child(trial)
                .child(image)
                .child(key);
        Map<Integer, Long> masks = new TreeMap<>();
        for (double bit = -1; ; ) {
            double v = (random.nextLong() >>> 1) / Math.pow(2, 63);
            bit += 1 + Math.floor(StrictMath.log1p(-v) / StrictMath.log1p(-rate));
            random.nextDouble();
            if (bit >= (double) elements * width) {
                return masks;
            }
            masks.merge((int) (bit / width), 1L << (int) (bit % width), (a, b) -> a | b);
        }
    }
}
