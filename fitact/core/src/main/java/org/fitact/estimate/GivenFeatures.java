package org.fitact.estimate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.IndependentHits;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * The expected accuracy over all faults of the last layer, given the features: what faults elsewhere have left of them. With K
 * the number of hits in the layer,
 *
 * <pre>{@code E[accuracy | x] = P(K = 0) a₀ + P(K = 1) a₁ + P(K ≥ 2) a₂}</pre>
 *
 * where a₀ is the accuracy without faults in the layer, a₁ the mean over each of its bits, exactly, and a₂ the mean of {@value
 * #DRAWS} draws of several hits. Its mean over the features is the mean accuracy, and its variance is never larger than that of the
 * accuracy itself.
 *
 * <p>Source: C. R. Rao (1945), D. Blackwell (1947): an estimate is not made worse by its expectation given part of the data.
 */
public final class GivenFeatures {

    /** Of several hits; each costs less than a thousandth of an inference. */
    public static final int DRAWS = 200;

    private final LastLayer layer;
    private final int[] labels;
    /** {@code [features + 1][images]}; the last is 1, for the biases. */
    private final float[][] features;
    /** {@code [images][classes]}. */
    private final double[][] logits;

    private final Map<FaultOperation, Double> one = new EnumMap<>(FaultOperation.class);
    private double none = Double.NaN;

    /** @param values features, {@code [images, features]} */
    GivenFeatures(LastLayer layer, float[] values, int[] labels) {
        this.layer = layer;
        this.labels = labels;
        int images = labels.length;
        int count = layer.features();
        this.features = new float[count + 1][images];
        for (int i = 0; i < images; i++) {
            for (int j = 0; j < count; j++) {
                features[j][i] = values[i * count + j];
            }
            features[count][i] = 1;
        }
        this.logits = logits();
    }

    private double[][] logits() {
        double[] weights = layer.weights();
        int classes = layer.classes();
        double[][] sums = new double[labels.length][];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = layer.biases();
            for (int j = 0; j < layer.features(); j++) {
                for (int c = 0; c < classes; c++) {
                    sums[i][c] += weights[j * classes + c] * features[j][i];
                }
            }
        }
        return sums;
    }

    /**
     * The expected accuracy, 0..1.
     *
     * @param random of the draws of several hits; modified
     */
    public double accuracy(IndependentHits hits, PhiloxRandom random) {
        HitCount count = new HitCount(layer.bits(), hits.rate());
        double accuracy = count.none() * withoutHits();
        if (count.bits() > 0) {
            accuracy += count.one() * oneHit(hits.operation());
        }
        if (count.several() > 0 && count.bits() > 1) {
            double sum = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                sum += severalHits(count, hits.operation(), random);
            }
            accuracy += count.several() * sum / DRAWS;
        }
        return Math.clamp(accuracy, 0, 1); // the probabilities sum to 1 but for a rounding
    }

    /** a₀. */
    double withoutHits() {
        if (Double.isNaN(none)) {
            int correct = 0;
            for (int i = 0; i < labels.length; i++) {
                correct += first(logits[i], -1) == labels[i] ? 1 : 0;
            }
            none = (double) correct / labels.length;
        }
        return none;
    }

    /** a₁: over all bits of the layer that may be hit, each of them as likely. */
    double oneHit(FaultOperation operation) {
        return one.computeIfAbsent(operation, this::sweep);
    }

    private double sweep(FaultOperation operation) {
        long correct = 0;
        long hits = 0;
        for (int c = 0; c < layer.classes(); c++) {
            ClassSweep sweep = new ClassSweep(c);
            for (int j = 0; j <= layer.features(); j++) {
                double[] changes = layer.changes(j, c, operation);
                hits += changes.length;
                correct += sweep.correct(features[j], changes);
            }
        }
        return (double) correct / hits / labels.length;
    }

    /**
     * How images fare when one logit changes. It wins where it is more than the largest of the others, so an image of the class is
     * right then, and one of another, whose class is the first among the others, is right if it does not.
     */
    private final class ClassSweep {

        private final double[] z;
        private final double[] toBeat;
        /** +1 right if it wins, −1 right if not, 0 wrong anyway. */
        private final int[] sense;
        /** Those of the images whose feature is not 0, close together. */
        private final double[] x;

        private final double[] zOf;
        private final double[] toBeatOf;
        private final int[] senseOf;

        ClassSweep(int ofClass) {
            int n = labels.length;
            z = new double[n];
            toBeat = new double[n];
            sense = new int[n];
            x = new double[n];
            zOf = new double[n];
            toBeatOf = new double[n];
            senseOf = new int[n];
            for (int i = 0; i < n; i++) {
                int other = first(logits[i], ofClass);
                z[i] = logits[i][ofClass];
                double largest = other < 0 ? Double.NEGATIVE_INFINITY : logits[i][other];
                // Of equal logits the first wins.
                toBeat[i] = ofClass < other ? Math.nextDown(largest) : largest;
                sense[i] = labels[i] == ofClass ? 1 : labels[i] == other ? -1 : 0;
            }
        }

        /** Right answers over all images and changes of the number that a feature is multiplied by. */
        long correct(float[] feature, double[] changes) {
            boolean finite = true;
            for (double change : changes) {
                finite &= Double.isFinite(change);
            }
            int moved = 0;
            int always = 0;
            for (int i = 0; i < z.length; i++) {
                if (sense[i] != 0 && (feature[i] != 0 || !finite)) {
                    x[moved] = feature[i];
                    zOf[moved] = z[i];
                    toBeatOf[moved] = toBeat[i];
                    senseOf[moved++] = sense[i];
                } else if (sense[i] != 0) {
                    always += z[i] > toBeat[i] == sense[i] > 0 ? 1 : 0;
                }
            }
            long correct = (long) always * changes.length;
            for (double change : changes) {
                for (int i = 0; i < moved; i++) {
                    correct += zOf[i] + change * x[i] > toBeatOf[i] == senseOf[i] > 0 ? 1 : 0;
                }
            }
            return correct;
        }
    }

    private double severalHits(HitCount count, FaultOperation operation, PhiloxRandom random) {
        Map<Integer, Integer> masks = new HashMap<>();
        for (long rank : count.drawSeveral(random)) {
            masks.merge(layer.wordOf(rank), layer.maskOf(rank), (a, b) -> a | b);
        }
        double[][] changed = new double[labels.length][];
        for (Map.Entry<Integer, Integer> hit : masks.entrySet()) {
            double change = layer.change(hit.getKey(), hit.getValue(), operation);
            float[] feature = features[layer.featureOf(hit.getKey())];
            for (int i = 0; i < labels.length; i++) {
                if (change != 0 && (feature[i] != 0 || !Double.isFinite(change))) {
                    changed[i] = changed[i] == null ? logits[i].clone() : changed[i];
                    changed[i][layer.classOf(hit.getKey())] += change * feature[i];
                }
            }
        }
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += first(changed[i] == null ? logits[i] : changed[i], -1) == labels[i] ? 1 : 0;
        }
        return (double) correct / labels.length;
    }

    /** The first largest logit but for one, −1 where all are NaN; as {@link org.fitact.nn.plan.Plan#predict}. */
    private static int first(double[] logits, int but) {
        int best = -1;
        for (int c = 0; c < logits.length; c++) {
            if (c != but && !Double.isNaN(logits[c]) && (best < 0 || logits[c] > logits[best])) {
                best = c;
            }
        }
        return best;
    }
}
