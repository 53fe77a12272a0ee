// A network and a data set that a program has in code: it trains the one on the other, and leaves a checkpoint.
//
//   bin/fitact java examples/OwnNetwork.java rings.safetensors

import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingData;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

static final int SIDE = 16;
static final List<String> CLASSES = List.of("disc", "ring", "square");
static final long SEED = 1;

void main(String[] args) throws IOException {
    if (args.length != 1) {
        System.err.println("usage: bin/fitact java examples/OwnNetwork.java CHECKPOINT");
        System.exit(2);
    }
    // A fifth of the images is held out; mean and deviation are those of the others.
    TrainingData data = TrainingData.split(images(900), 0.2, SEED);
    Architecture architecture = new Architecture("shapes-net", Shape.of(SIDE, SIDE, 1), CLASSES.size());
    try (Backend backend = Backends.cpu(BackendOptions.defaults());
            Network network = new Network(architecture, graph(), backend, ParameterSource.random(SEED));
            Trainer trainer = new Trainer(network, data, recipe())) {
        trainer.run(new TrainingListener() {});
        IO.println("%d parameters, %.1f %% of the held-out images"
                .formatted(
                        network.parameterCount(),
                        100 * trainer.history().getLast().heldOutAccuracy()));
        CheckpointInfo info = new CheckpointInfo(data.train().name(), CLASSES, data.normalisation(), Map.of());
        Checkpoint.save(Path.of(args[0]), network, info);
    }
}

/** A convolution, a residual block, a linear layer. Every ReLU is a place where a bound may stand. */
Graph graph() {
    GraphBuilder network = new GraphBuilder(Shape.of(SIDE, SIDE, 1));
    network.convNorm("stem", 8, 3, 1, 1).relu("relu1").maxPool(2);
    GraphBuilder body = network.branch();
    body.convNorm("block.conv1", 8, 3, 1, 1).relu("block.relu");
    body.convNorm("block.conv2", 8, 3, 1, 1);
    network.sum("block.sum", body, network.branch()).relu("relu2").maxPool(2);
    network.flatten().linear("fc", CLASSES.size());
    return network.build();
}

Recipe recipe() {
    UpdateRule rule = new UpdateRule.Sgd(0.9f, true, 5e-4f);
    return new Recipe(6, 30, rule, 0.05, Recipe.Decay.COSINE, 0.5, 0, Augmentation.NONE, SEED);
}

/** Grey images [size, SIDE, SIDE, 1], a byte a pixel: a light shape of any size in noise. */
Images images(int size) {
    Random random = new Random(SEED);
    byte[] pixels = new byte[size * SIDE * SIDE];
    int[] labels = new int[size];
    for (int image = 0; image < size; image++) {
        labels[image] = image % CLASSES.size();
        int radius = random.nextInt(4, 8);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            int y = pixel / SIDE - SIDE / 2;
            int x = pixel % SIDE - SIDE / 2;
            int light = random.nextInt(100) + (covers(labels[image], x, y, radius) ? 120 : 0);
            pixels[image * SIDE * SIDE + pixel] = (byte) light;
        }
    }
    return new ImageSet("shapes", SIDE, SIDE, 1, CLASSES, pixels, labels);
}

boolean covers(int label, int x, int y, int radius) {
    int square = x * x + y * y;
    return switch (label) {
        case 0 -> square <= radius * radius;
        case 1 -> square <= radius * radius && square >= (radius - 2) * (radius - 2);
        default -> Math.max(Math.abs(x), Math.abs(y)) <= radius - 1;
    };
}
