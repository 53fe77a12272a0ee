package org.fitact.bench.networks;

import java.util.Collections;
import java.util.List;
import org.fitact.nn.image.ForwardingImages;
import org.fitact.nn.image.Images;

/**
 * Images whose labels are what a network without faults says of them. A network with random weights classifies nothing, but
 * what it says can still be hurt by faults, and kept by protection.
 */
final class OwnLabels extends ForwardingImages {

    private final int[] labels;
    private final List<String> classes;

    /** @param labels one an image, in their order */
    OwnLabels(Images source, int[] labels, int classes) {
        super(source);
        this.labels = labels.clone();
        this.classes = Collections.nCopies(classes, "class");
    }

    @Override
    public List<String> classNames() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }
}
