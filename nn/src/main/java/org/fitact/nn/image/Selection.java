package org.fitact.nn.image;

import java.util.Objects;
import java.util.stream.IntStream;

/** Some of a set's images, read from it when they are wanted. */
final class Selection extends ForwardingImages {

    private final int[] chosen;

    /** @throws IndexOutOfBoundsException if the source has no such image */
    Selection(Images source, int[] indices) {
        super(source);
        this.chosen = indices.clone();
        for (int index : chosen) {
            Objects.checkIndex(index, source.size());
        }
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public int label(int index) {
        return source().label(chosen[index]);
    }

    @Override
    public void read(int[] indices, byte[] target) {
        source().read(inSource(indices), target);
    }

    /** Of the source itself: a choice of a choice is read as one. */
    @Override
    public Images subset(int[] indices) {
        return new Selection(source(), inSource(indices));
    }

    private int[] inSource(int[] indices) {
        return IntStream.of(indices).map(index -> chosen[index]).toArray();
    }
}
