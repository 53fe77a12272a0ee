package org.fitact.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.nn.train.EpochResult;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.results.LayerNeurons;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.StudyDescription;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.study.StudyRecord;

/** Inputs made up to look like a study, for tests and for looking at; its main renders them into a folder. */
final class SyntheticReport {

    static final List<String> SCHEMES =
            List.of("none", "ranger", "gbrelu", "clip-act", "fitrelu-naive", "tanh", "fitact", "fitact-hard");
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    private static final double[] TOLERANCE = {1.5e-6, 8e-6, 6e-6, 1.5e-5, 2.5e-5, 7e-6, 7e-5, 9e-5};
    private static final double[] RATES = {1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5};
    private static final int IMAGES = 500;

    private SyntheticReport() {}

    public static void main(String[] arguments) throws IOException {
        StudyRecord record = trained();
        ReportWriter.write(Path.of(arguments[0]), record).forEach(System.out::println);
        System.out.print(TerminalTable.of(record.results()));
    }

    static StudyRecord study(long seed, List<String> classes) {
        Random random = new Random(seed);
        StudyDescription study = new StudyDescription("vgg-small", "fashion-mnist-small", 1_147_466, 30_976, SCHEMES);
        TrialTable trials = TrialTable.of(trials(random, 40));
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("commit", "5132cfa").put("seed", seed).put("jdk", "25.0.1+8");
        provenance
                .putObject("hyperParameters")
                .put("kappa", 20)
                .put("zeta", 0.1)
                .put("delta", 0.01);
        ObjectNode storedBytes = provenance.putObject("storedBytes");
        for (int scheme = 0; scheme < SCHEMES.size(); scheme++) {
            storedBytes
                    .putObject(SCHEMES.get(scheme))
                    .put("parameters", 4_589_864)
                    .put("bounds", 17_700 * scheme)
                    .put("beside", 0);
        }
        provenance.put("command", "fitact demo --out \"<DIR>\"");
        return new StudyRecord(
                new ResultsBuilder(study, new Bootstrap(500, seed)).build(trials, provenance),
                trials,
                layers(random, 6),
                examples(random, classes, 12),
                List.of());
    }

    /** Five epochs, of which the last one could not say its loss. */
    static List<EpochResult> training() {
        return List.of(
                new EpochResult(1, 1.2, 0.61, 6.5),
                new EpochResult(2, 0.6, 0.79, 6.25),
                new EpochResult(3, 0.45, 0.84, 6.25),
                new EpochResult(4, 0.38, 0.87, 6.5),
                new EpochResult(5, Double.NaN, 0.88, 6));
    }

    /** A study of which is known how its network was trained. */
    static StudyRecord trained() {
        StudyRecord study = study(1, CLASSES);
        return new StudyRecord(study.results(), study.trials(), study.layers(), study.examples(), training());
    }

    static Map<TrialKey, TrialOutcome> trials(Random random, int trials) {
        Map<TrialKey, TrialOutcome> outcomes = new LinkedHashMap<>();
        for (int scheme = 0; scheme < SCHEMES.size(); scheme++) {
            String name = SCHEMES.get(scheme);
            double faultFree = name.equals("tanh") ? 0.87 : 0.915 - 0.001 * scheme;
            outcomes.put(TrialKey.faultFree(name), new TrialOutcome(0, (int) (faultFree * IMAGES), IMAGES, 0.2));
            for (double rate : RATES) {
                for (int trial = 0; trial < trials; trial++) {
                    double hurt = rate / TOLERANCE[scheme] * Math.exp(0.9 * random.nextGaussian());
                    double accuracy = 0.1 + (faultFree - 0.1) * Math.exp(-hurt) + 0.006 * random.nextGaussian();
                    int correct = (int) Math.clamp(accuracy * IMAGES, 0, IMAGES);
                    long flips = Math.round(1_147_466 * 32 * rate);
                    outcomes.put(new TrialKey(name, rate, trial), new TrialOutcome(flips, correct, IMAGES, 0.2));
                }
            }
        }
        return outcomes;
    }

    static List<LayerNeurons> layers(Random random, int count) {
        List<LayerNeurons> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            int neurons = 4000 >> layer;
            float[] maxima = new float[neurons];
            float[] learned = new float[neurons];
            float largest = 0;
            for (int i = 0; i < neurons; i++) {
                maxima[i] = (float) (Math.exp(0.5 * random.nextGaussian()) * (layer + 1));
                learned[i] = (float) (maxima[i] * (0.75 + 0.12 * random.nextGaussian()) + 0.2);
                largest = Math.max(largest, maxima[i]);
            }
            Map<String, float[]> bounds = new LinkedHashMap<>();
            bounds.put("ranger", new float[] {largest});
            bounds.put("clip-act", new float[] {0.55f * largest});
            bounds.put("fitrelu-naive", maxima);
            bounds.put("fitact", learned);
            layers.add(new LayerNeurons("features." + 3 * layer, neurons, maxima, bounds));
        }
        return layers;
    }

    static Examples examples(Random random, List<String> classes, int count) {
        List<Example> images = new ArrayList<>();
        for (int image = 0; image < count; image++) {
            byte[] pixels = new byte[28 * 28];
            double width = 4 + random.nextInt(8);
            for (int i = 0; i < pixels.length; i++) {
                double distance = Math.hypot((i % 28 - 13.5) / width, (i / 28 - 13.5) / 11);
                pixels[i] = (byte) (distance < 1 ? 255 * (1 - 0.6 * distance) - random.nextInt(40) : 0);
            }
            int label = image % classes.size();
            images.add(new Example(28, 28, 1, pixels, label, (label + 3) % classes.size(), label));
        }
        return new Examples(classes, "none", "fitact", 3e-5, 0, images);
    }
}
