package org.fitact.nn.data;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A training set divided in two: the part to train on, and a held-out part on which choices are made (the δ test of
 * FitAct, the threshold search of Clip-Act, early stopping), so that the test set is never used for them.
 */
public record Split(ImageSet train, ImageSet heldOut) {

    /**
     * Holds out {@code round(fraction · n_c)} images of each class c, drawn by the seed. Both parts keep the order of
     * the set.
     *
     * @param fraction the held-out part, above 0 and below 1
     */
    public static Split stratified(ImageSet set, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("held-out fraction is " + fraction + ", expected above 0 and below 1");
        }
        BitSet held = new BitSet(set.size());
        for (int label = 0; label < set.classes(); label++) {
            int[] members = membersOf(set, label);
            RandomStreams.split(seed, label).shuffle(members);
            IntStream.of(members).limit(Math.round(fraction * members.length)).forEach(held::set);
        }
        int[] heldOut = held.stream().toArray();
        int[] train = IntStream.range(0, set.size()).filter(i -> !held.get(i)).toArray();
        return new Split(set.subset(train), set.subset(heldOut));
    }

    private static int[] membersOf(ImageSet set, int label) {
        return IntStream.range(0, set.size()).filter(i -> set.label(i) == label).toArray();
    }
}
