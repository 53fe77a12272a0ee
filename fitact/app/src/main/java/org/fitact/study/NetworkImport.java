package org.fitact.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** Takes a network that was trained elsewhere into a study folder, as {@link Training} would have left it. */
public final class NetworkImport {

    private static final int EVALUATION_BATCH = 100;

    /** Of a batch's largest feature map, 64 MiB: wider networks are evaluated by fewer images at a time. */
    private static final int EVALUATION_NUMBERS = 1 << 24;

    private final Path file;
    private final OnnxImport imported;
    private final DataSet images;
    private final HeldOut heldOut;

    /**
     * What was taken in.
     *
     * @param testAccuracy of the float32 network on the whole test set, 0..1
     */
    public record Result(
            String model,
            String dataset,
            int parameters,
            int neurons,
            String normalisation,
            double testAccuracy,
            int testImages,
            String checkpoint) {}

    /**
     * @param file that was read, for messages
     * @param images that the network was trained on
     * @throws InvalidFileException if the network is not for such images or classes, or is hardened already
     */
    public NetworkImport(Path file, OnnxImport imported, DataSet images, HeldOut heldOut) throws InvalidFileException {
        this.file = file;
        this.imported = imported;
        this.images = images;
        this.heldOut = heldOut;
        Architecture architecture = imported.architecture();
        Images set = images.train();
        Shape image = Shape.of(set.height(), set.width(), set.channels());
        if (!architecture.input().equals(image) || architecture.classes() != set.classes()) {
            throw new InvalidFileException(
                    file,
                    "network",
                    "one for " + architecture.input() + " images and " + architecture.classes() + " classes",
                    image + " and " + set.classes() + " for " + images.name() + advice(image, architecture.input()));
        }
        ExportNotes.requireClasses(file, imported.notes(), set.classNames());
        if (!imported.boundedSites().isEmpty()) {
            throw new InvalidFileException(
                    file,
                    "activation " + imported.boundedSites().getFirst(),
                    "bounded already",
                    "a ReLU, which protection can replace");
        }
    }

    /** By which options a user's own images come to the size that the network wants. */
    private String advice(Shape found, Shape wanted) {
        int side = wanted.extent(0);
        boolean possible = side == wanted.extent(1) && (wanted.extent(2) == 1 || wanted.extent(2) == 3);
        return images.notes().isEmpty() || found.equals(wanted) || !possible
                ? ""
                : " (--resize " + side + " --crop " + side + " --channels " + wanted.extent(2)
                        + " make them as it wants)";
    }

    /** What the file says, or what training from scratch would use. */
    public Normalisation normalisation() throws InvalidFileException {
        Map<String, String> notes = imported.notes();
        if (!notes.containsKey(Normalisation.MEAN_KEY)) {
            return TrainingData.split(images.train(), heldOut.share(), heldOut.seed())
                    .normalisation();
        }
        try {
            return Normalisation.fromMetadata(notes);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file.toString(), "normalisation", e.getMessage(), "numbers", e);
        }
    }

    /** Leaves the checkpoint in the folder, and measures the network on the test set. */
    public Result save(StudyFolder folder, Backend backend, Normalisation normalisation) throws IOException {
        int channels = imported.architecture().input().extent(2);
        int batch = Math.clamp(EVALUATION_NUMBERS / imported.largestFeatureMap(), 1, EVALUATION_BATCH);
        if (normalisation.channels() != channels) {
            throw new IllegalArgumentException("the normalisation has " + normalisation.channels()
                    + " channels, expected " + channels + " as the images");
        }
        Map<String, String> notes = new LinkedHashMap<>(heldOut.notes());
        notes.putAll(images.notes());
        notes.putAll(imported.names().toNotes());
        CheckpointInfo info = new CheckpointInfo(images.name(), images.train().classNames(), normalisation, notes);
        try (Network network = imported.load(backend);
                EvaluationSet test = new EvaluationSet(backend, images.test(), normalisation, batch);
                Plan plan = Plan.of(network, batch, true)) {
            double accuracy = test.accuracy(plan);
            Checkpoint.save(StudyFolder.writable(folder.path()).model(), network, info);
            return new Result(
                    network.architecture().model(),
                    images.name(),
                    network.parameterCount(),
                    network.neurons(),
                    normalisation.toString(),
                    accuracy,
                    test.images(),
                    folder.model().toString());
        }
    }
}
