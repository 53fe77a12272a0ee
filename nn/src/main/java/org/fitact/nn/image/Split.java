package org.fitact.nn.image;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.fitact.nn.RefusedValueException;

/**
 * A training set divided in two: the part to train on, and a held-out part on which choices are made (the δ test of
 * FitAct, the threshold search of Clip-Act, early stopping), so that the test set is never used for them.
 */
public record Split(Images train, Images heldOut) {

    /**
     * Holds out {@code round(fraction · n_c)} images of each class c, drawn by the seed. Both parts keep the order of
     * the set.
     *
     * @param fraction the held-out part, above 0 and below 1
     */
    public static Split stratified(Images set, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("held-out fraction is " + fraction + ", expected above 0 and below 1");
        }
        int[] quotas = IntStream.of(set.classCounts())
                .map(members -> (int) Math.round(fraction * members))
                .toArray();
        int images = IntStream.of(quotas).sum();
        if (images == 0 || images == set.size()) {
            throw new IllegalArgumentException("held-out fraction is " + fraction + ", which holds out " + images
                    + " of " + set.size() + " images, expected some and not all");
        }
        BitSet held = drawn(set, quotas, seed);
        int[] heldOut = held.stream().toArray();
        int[] train = IntStream.range(0, set.size()).filter(i -> !held.get(i)).toArray();
        return new Split(set.subset(train), set.subset(heldOut));
    }

    /**
     * Exactly so many images, drawn by the seed, as evenly over the classes as can be: class c gives the whole part of
     * {@code images · n_c / n}, and the images that are then missing come one each from the classes with the largest
     * remainders, among equal ones from those that the seed draws. They keep the order of the set.
     *
     * @param images 1 to the size of the set
     * @throws RefusedValueException if there are not so many
     */
    public static Images sample(Images set, int images, long seed) {
        if (images < 1 || images > set.size()) {
            throw new RefusedValueException(
                    "images are",
                    images,
                    "1 to the " + set.size() + " of " + set.name() + " that there are to choose from");
        }
        return images == set.size()
                ? set
                : set.subset(
                        drawn(set, quotas(set, images, seed), seed).stream().toArray());
    }

    /**
     * As many images as {@link #sample} takes, and others than those as long as there are others: of {@link #shared} of them both
     * have part. They keep the order of the set.
     *
     * @param seed of the sample that they are to have nothing in common with; it also draws these
     * @throws RefusedValueException as {@link #sample}
     */
    public static Images besides(Images set, int images, long seed) {
        Images same = sample(set, images, seed);
        if (images == set.size()) {
            return same;
        }
        BitSet taken = drawn(set, quotas(set, images, seed), seed);
        BitSet others = (BitSet) taken.clone();
        others.flip(0, set.size());
        int shared = shared(set, images);
        if (shared == 0) {
            return sample(set.subset(others.stream().toArray()), images, seed);
        }
        // All others there are, and the rest of the same in the order of the set.
        taken.stream().limit(shared).forEach(others::set);
        return set.subset(others.stream().toArray());
    }

    /** How many images {@link #sample} and {@link #besides} have in common. */
    public static int shared(Images set, int images) {
        return Math.max(0, 2 * images - set.size());
    }

    private static int[] quotas(Images set, int images, long seed) {
        int[] counts = set.classCounts();
        int[] quotas = new int[counts.length];
        long[] remainders = new long[counts.length];
        for (int label = 0; label < counts.length; label++) {
            long share = (long) images * counts[label];
            quotas[label] = (int) (share / set.size());
            remainders[label] = share % set.size();
        }
        int[] order = IntStream.range(0, counts.length).toArray();
        RandomStreams.split(seed, counts.length).shuffle(order); // the streams before are those of the classes
        IntStream.of(order)
                .boxed()
                .sorted(Comparator.comparingLong(label -> -remainders[label]))
                .limit(images - IntStream.of(quotas).sum())
                .forEach(label -> quotas[label]++);
        return quotas;
    }

    /** So many of every class, drawn by the seed. */
    private static BitSet drawn(Images set, int[] quotas, long seed) {
        BitSet drawn = new BitSet(set.size());
        int[][] members = members(set);
        for (int label = 0; label < members.length; label++) {
            RandomStreams.split(seed, label).shuffle(members[label]);
            IntStream.of(members[label]).limit(quotas[label]).forEach(drawn::set);
        }
        return drawn;
    }

    /** Indices of the images of every class, ascending, in one pass: there may be millions of images of thousands of classes. */
    private static int[][] members(Images set) {
        int[] counts = set.classCounts();
        int[][] members = new int[counts.length][];
        Arrays.setAll(members, label -> new int[counts[label]]);
        int[] found = new int[counts.length];
        for (int i = 0; i < set.size(); i++) {
            int label = set.label(i);
            members[label][found[label]++] = i;
        }
        return members;
    }
}
