package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.campaign.StudyDefinition;
import org.fitact.identity.ContentHash;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;

/** Runs one network in integers of each width, without faults, and compares its answers with those of float, image by image. */
public final class WidthStudy {

    private static final int BATCH = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetworkStudy study;
    private final WidthPreset preset;
    private final int shownImages;
    private final int threads;

    /**
     * What a network under a scheme came to.
     *
     * @param identity of all that the numbers depend on
     * @param images of the test set
     * @param floatRight how many of them float gets right
     * @param points by ascending width
     */
    public record Widths(String identity, int images, int floatRight, List<Point> points) {}

    /**
     * Integers of one width.
     *
     * @param bits of weights, bounds and values
     * @param right images that they get right
     * @param gained those of them that float gets wrong
     * @param lost images that float gets right, and they get wrong
     * @param changed images with another class than in float
     */
    public record Point(int bits, int right, int gained, int lost, int changed) {}

    /**
     * @param shownImages of the test set, at most
     * @param threads that compute in integers; no result depends on them
     */
    WidthStudy(NetworkStudy study, WidthPreset preset, int shownImages, int threads) {
        this.study = study;
        this.preset = preset;
        this.shownImages = shownImages;
        this.threads = threads;
    }

    void run(ReproductionFolder out) throws IOException {
        study.harden(study.folder(), study.preset().hardening(), preset.schemes());
        for (String scheme : preset.schemes()) {
            study.listener().stage("widths of " + study.preset().name() + ", " + scheme);
            run(scheme, out.widths(study.preset().name(), scheme));
        }
    }

    private void run(String scheme, Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(study.folder().hardened(scheme));
        CheckpointInfo info = checkpoint.info();
        Images test = study.images().test();
        Images shown = Split.sample(test, Math.min(shownImages, test.size()), study.seed());
        Images train = study.images().train();
        Images seen = Split.sample(train, Math.min(preset.calibrationImages(), train.size()), study.seed());
        try (Network network = checkpoint.load(study.backend());
                EvaluationSet images = new EvaluationSet(study.backend(), shown, info.normalisation(), BATCH)) {
            String identity = Identity.of("widths")
                    .with("architecture", StudyDefinition.architecture(network))
                    .with("numbers", ContentHash.of(network))
                    .with("images", ContentHash.of(shown))
                    .with("calibration", ContentHash.of(seen))
                    .with("normalisation", info.normalisation())
                    .with("backend", StudyDefinition.backend(study.backend()))
                    .with("accumulator", preset.accumulator())
                    .build()
                    .json();
            int[] inFloat = inFloat(network, images);
            Widths done = taken(file, identity, new Widths(identity, shown.size(), right(inFloat, images), List.of()));
            if (done.points().stream().map(Point::bits).toList().equals(preset.widths())) {
                return;
            }
            Calibration calibration;
            try (EvaluationSet training = new EvaluationSet(study.backend(), seen, info.normalisation(), BATCH)) {
                calibration = Calibration.of(network, training);
            }
            List<Point> points = new ArrayList<>();
            for (int width : preset.widths()) {
                Point point = done.points().stream()
                        .filter(earlier -> earlier.bits() == width)
                        .findFirst()
                        .orElseGet(() -> point(network, images, calibration, width, inFloat));
                points.add(point);
                save(file, new Widths(identity, done.images(), done.floatRight(), points));
                study.listener()
                        .campaign()
                        .progress(
                                width + " bits", points.size(), preset.widths().size());
            }
        }
    }

    /** What an earlier run found, if it is of the same. */
    private static Widths taken(Path file, String identity, Widths none) throws IOException {
        if (!Files.exists(file)) {
            return none;
        }
        Widths earlier = JsonReader.read(file, Widths.class);
        return earlier.identity().equals(identity) ? earlier : none;
    }

    private static void save(Path file, Widths widths) throws IOException {
        AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(widths));
    }

    private static int[] inFloat(Network network, EvaluationSet images) {
        try (Plan plan = Plan.of(network, PlanOptions.of(BATCH))) {
            return images.predict(plan);
        }
    }

    private Point point(Network network, EvaluationSet images, Calibration calibration, int width, int[] inFloat) {
        Quantisation quantisation = calibration.quantise(preset.settings(width));
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, BATCH).with(quantisation);
        int[] labels = images.labels();
        try (StoredNetwork memory = StoredNetwork.of(
                network, deployment, quantisation.arithmetic(), Backends.integers(study.backend()), threads)) {
            int[] classes = images.predict(memory.inference());
            int gained = 0;
            int lost = 0;
            int changed = 0;
            for (int i = 0; i < classes.length; i++) {
                changed += classes[i] == inFloat[i] ? 0 : 1;
                gained += classes[i] == labels[i] && inFloat[i] != labels[i] ? 1 : 0;
                lost += classes[i] != labels[i] && inFloat[i] == labels[i] ? 1 : 0;
            }
            return new Point(width, right(classes, images), gained, lost, changed);
        }
    }

    private static int right(int[] classes, EvaluationSet images) {
        int[] labels = images.labels();
        int right = 0;
        for (int i = 0; i < classes.length; i++) {
            right += classes[i] == labels[i] ? 1 : 0;
        }
        return right;
    }
}
