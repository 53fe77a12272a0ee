package org.fitact.nn.model;

import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.Window2d;

/** How networks begin: those for ImageNet's images make the map four times smaller at once, which leaves nothing of 32×32 pixels. */
final class Stem {

    private static final int LARGEST_SMALL_SIDE = 64;

    private Stem() {}

    /** Whether images are of the size of ImageNet's rather than CIFAR's: a side has more than {@value #LARGEST_SMALL_SIDE} pixels. */
    static boolean isLarge(Shape image) {
        return Math.min(image.extent(0), image.extent(1)) > LARGEST_SMALL_SIDE;
    }

    /** A 7×7 convolution of stride 2 with batch norm and ReLU, and a max pooling of 3×3 and stride 2. */
    static void large(GraphBuilder network, int channels) {
        network.convNorm("stem", channels, 7, 2, 3).relu("stem.relu");
        network.pool(new Pool2d(Kind.MAX, Window2d.square(3, 2, 1), false, false));
    }
}
