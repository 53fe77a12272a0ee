package org.fitact.nn.train;

import java.util.List;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.random.Philox;

/** A task that is learned in a second, and a network for it with every kind of layer. */
public final class Toys {

    public static final Shape IMAGE = Shape.of(8, 8, 1);

    private Toys() {}

    /** Noise with a bright row band: at the top in class 0, in the middle in class 1, at the bottom in class 2. */
    public static ImageSet images(int n) {
        byte[] pixels = new byte[n * IMAGE.elements()];
        byte[] labels = new byte[n];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / IMAGE.elements();
            int row = i / 8 % 8;
            labels[image] = (byte) (image % 3);
            int light = row >= 3 * labels[image] && row < 3 * labels[image] + 2 ? 140 : 0;
            pixels[i] = (byte) (light + 80 * Philox.unit(Philox.bits(1, 2, i)));
        }
        return new ImageSet("bands", 8, 8, 1, List.of("top", "middle", "bottom"), pixels, labels);
    }

    public static TrainingData data() {
        return TrainingData.split(images(120), 0.25, 1);
    }

    public static Network network(Backend backend, long seed) {
        return TestNetworks.of(backend, IMAGE, 3, TestNetworks.noise(seed), Toys::layers);
    }

    private static void layers(GraphBuilder builder) {
        builder.convNorm("conv1", 4, 3, 1, 1).relu("relu1").maxPool(2);
        builder.flatten().dropout(0.25f).linear("fc1", 8).relu("relu2").linear("fc2", 3);
    }

    /** With everything that is random: the order, augmentation, dropout. */
    public static Recipe recipe(int epochs) {
        UpdateRule rule = new UpdateRule.Sgd(0.9f, true, 5e-4f);
        return new Recipe(epochs, 16, rule, 0.05, Recipe.Decay.COSINE, 0.5, 0.1f, new Augmentation(1, true), 7);
    }
}
