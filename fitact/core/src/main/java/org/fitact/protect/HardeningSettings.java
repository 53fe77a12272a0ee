package org.fitact.protect;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Fields;
import org.fitact.nn.optim.Optimiser;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.TensorFormat;

/**
 * The numbers that a user may choose about protection.
 *
 * @param postTraining of FitAct
 * @param search of Clip-Act
 * @param givenBound λ of GBReLU for every layer; 0 takes what each layer's profile saw
 * @param places kinds of sites at which bounds are put: the activations, and what else is asked for; what is summed with another value
 *     if the residual bounds say so
 * @param residual where bounds stand in a residual block
 * @param arithmetic how the parameters are stored
 * @param faults of trainings under faults
 * @param duplication which channels are computed twice
 */
public record HardeningSettings(
        PostTraining postTraining,
        ThresholdSearch search,
        float givenBound,
        Set<Site.Kind> places,
        ResidualBounds residual,
        TensorFormat arithmetic,
        FaultTraining faults,
        Duplication duplication)
        implements Fields {

    /** Name of the setting {@link #residual}. */
    private static final String RESIDUAL = "residualBounds";

    /** Name of the setting {@link #places}. */
    public static final String PLACES = "places";

    /** Name of the setting {@link Duplication#share}. */
    public static final String DUPLICATED = "duplicated";

    /** Name of the setting {@link Duplication#byLayer}. */
    public static final String DUPLICATED_FROM = "duplicatedFrom";

    public static final HardeningSettings DEFAULT =
            new HardeningSettings(PostTraining.DEFAULT, ThresholdSearch.DEFAULT, 0, FixedPoint.DEFAULT);

    /** Where bounds stand in a residual block, whose branch and shortcut are summed. */
    public enum ResidualBounds {
        /** Behind the sum, at the activation there: what the branch or the shortcut brings is cut together. */
        SUM,
        /** At what is summed, and not behind: what the shortcut carries is not cut with what a fault made of the branch. */
        BRANCH,
        /** At both. */
        BOTH
    }

    /** At the activations. */
    public HardeningSettings(
            PostTraining postTraining, ThresholdSearch search, float givenBound, TensorFormat arithmetic) {
        this(postTraining, search, givenBound, Site.Kind.USUAL, arithmetic);
    }

    /** Trainings under faults as they are by default. */
    public HardeningSettings(
            PostTraining postTraining,
            ThresholdSearch search,
            float givenBound,
            Set<Site.Kind> places,
            TensorFormat arithmetic) {
        this(postTraining, search, givenBound, places, arithmetic, FaultTraining.DEFAULT, Duplication.DEFAULT);
    }

    /** Behind the sums of residual blocks. */
    public HardeningSettings(
            PostTraining postTraining,
            ThresholdSearch search,
            float givenBound,
            Set<Site.Kind> places,
            TensorFormat arithmetic,
            FaultTraining faults,
            Duplication duplication) {
        this(postTraining, search, givenBound, places, ResidualBounds.SUM, arithmetic, faults, duplication);
    }

    public HardeningSettings {
        if (!places.containsAll(Site.Kind.USUAL)) {
            throw new IllegalArgumentException("bounds are to stand at " + places + ", expected the activations too");
        }
        if (residual == ResidualBounds.BRANCH && places.contains(Site.Kind.SUM)) {
            throw new IllegalArgumentException(
                    "bounds are to stand behind sums, and of residual blocks at the branch alone: leave one of them out");
        }
        EnumSet<Site.Kind> kinds = EnumSet.copyOf(places);
        if (residual == ResidualBounds.SUM) {
            kinds.remove(Site.Kind.BRANCH);
        } else {
            kinds.add(Site.Kind.BRANCH);
        }
        places = Collections.unmodifiableSet(kinds);
        if (!(givenBound >= 0 && givenBound < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "bound of GBReLU is " + givenBound + ", expected a positive number, or 0 for the profiled maxima");
        }
    }

    /** These settings with bounds at other places. */
    public HardeningSettings at(Set<Site.Kind> other) {
        return new HardeningSettings(
                postTraining, search, givenBound, other, residual, arithmetic, faults, duplication);
    }

    /** These settings with other bounds in residual blocks. */
    public HardeningSettings with(ResidualBounds other) {
        return new HardeningSettings(postTraining, search, givenBound, places, other, arithmetic, faults, duplication);
    }

    /** The sites of a graph at which bounds are put, and those where they are, in their order. */
    public List<Site> sites(Graph graph) {
        return graph.sites(places).stream()
                .filter(site -> residual != ResidualBounds.BRANCH || site.isBounded() || !graph.isBehindSum(site))
                .toList();
    }

    /** Places, residual bounds, faults and duplicates are said where they are not the usual ones, and were never said before there were others. */
    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("postTraining", postTraining);
        fields.put("search", search);
        fields.put("givenBound", givenBound);
        if (!places.equals(Site.Kind.USUAL)) {
            fields.put(PLACES, places);
        }
        if (residual != ResidualBounds.SUM) {
            fields.put(RESIDUAL, residual);
        }
        fields.put("arithmetic", arithmetic);
        if (!faults.equals(FaultTraining.DEFAULT)) {
            fields.put("faults", faults);
        }
        if (!duplication.equals(Duplication.DEFAULT)) {
            fields.putAll(duplication.fields());
        }
        return fields;
    }

    /**
     * Settings of FitAct's second stage. What ζ does depends on Adam's ε, the learning rate, the number of bounds and
     * of steps, so all are reported together.
     *
     * @param delta δ, the loss of held-out accuracy that is not accepted any more, 0..1
     * @param zeta ζ, weight of the mean square of the bounds in the loss
     * @param kappa κ, steepness of the FitReLU
     * @param margin by which a bound starts above its neuron's maximum; σ(κ·margin) should be ≥ 0.999
     * @param learningRate of Adam
     * @param epsilon ε of Adam
     * @param epochs at most
     * @param batchSize images of a step
     * @param checksPerEpoch how often the held-out accuracy is tested
     * @param granularity who shares a bound; FitAct gives every neuron its own
     * @param boundStep whether Adam moves λ, or log λ, so that a step is a share of the bound; λ where nothing is said
     */
    public record PostTraining(
            double delta,
            double zeta,
            float kappa,
            float margin,
            double learningRate,
            float epsilon,
            int epochs,
            int batchSize,
            int checksPerEpoch,
            Granularity granularity,
            @JsonSetter(nulls = Nulls.SET) Optimiser.Steps boundStep)
            implements Fields {

        public static final PostTraining DEFAULT =
                new PostTraining(0.01, 1.0, 20, 0.35f, 0.01, 1e-8f, 3, 64, 4, Granularity.NEURON);

        /** With steps of λ itself. */
        public PostTraining(
                double delta,
                double zeta,
                float kappa,
                float margin,
                double learningRate,
                float epsilon,
                int epochs,
                int batchSize,
                int checksPerEpoch,
                Granularity granularity) {
            this(
                    delta,
                    zeta,
                    kappa,
                    margin,
                    learningRate,
                    epsilon,
                    epochs,
                    batchSize,
                    checksPerEpoch,
                    granularity,
                    Optimiser.Steps.ABSOLUTE);
        }

        public PostTraining {
            boundStep = boundStep == null ? Optimiser.Steps.ABSOLUTE : boundStep;
            if (!(delta > 0 && delta < 1)) {
                throw new IllegalArgumentException("delta is " + delta + ", expected more than 0 and less than 1");
            }
            if (!(zeta >= 0)) {
                throw new IllegalArgumentException("zeta is " + zeta + ", expected zero or more");
            }
            requirePositive("kappa", kappa);
            requirePositive("learning rate", learningRate);
            requirePositive("Adam's epsilon", epsilon);
            if (!(margin >= 0 && margin < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("margin is " + margin + ", expected zero or more");
            }
            if (epochs <= 0 || batchSize <= 0 || checksPerEpoch <= 0) {
                throw new IllegalArgumentException("post-training of " + epochs + " epochs, batches of " + batchSize
                        + " and " + checksPerEpoch + " checks an epoch, expected positive numbers");
            }
        }

        /** Steps are said where they are not those of λ, and were never said before there were others. */
        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("delta", delta);
            fields.put("zeta", zeta);
            fields.put("kappa", kappa);
            fields.put("margin", margin);
            fields.put("learningRate", learningRate);
            fields.put("epsilon", epsilon);
            fields.put("epochs", epochs);
            fields.put("batchSize", batchSize);
            fields.put("checksPerEpoch", checksPerEpoch);
            fields.put("granularity", granularity);
            if (boundStep != Optimiser.Steps.ABSOLUTE) {
                fields.put("boundStep", boundStep);
            }
            return fields;
        }

        /** What passes of an output at its neuron's maximum when training begins: σ(κ·margin). */
        public double passedAtMaximum() {
            return 1 / (1 + StrictMath.exp(-(double) kappa * margin));
        }

        private static void requirePositive(String name, double value) {
            if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(name + " is " + value + ", expected a positive number");
            }
        }
    }

    /**
     * Which channels are computed twice.
     *
     * @param share of all channels, more than 0, at most 1
     * @param byLayer of the flips of bits in a layer's weights the share that changes an answer, 0..1, by the name of the layer, as a map
     *     found it; empty where channels are chosen by their gradients alone
     */
    public record Duplication(double share, Map<String, Double> byLayer) implements Fields {

        public static final Duplication DEFAULT = new Duplication(0.25, Map.of());

        public Duplication {
            byLayer = Collections.unmodifiableMap(new TreeMap<>(byLayer));
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "share of channels computed twice is " + share + ", expected more than 0 and at most 1");
            }
            byLayer.forEach((layer, harmful) -> {
                if (!(harmful >= 0 && harmful <= 1)) {
                    throw new IllegalArgumentException(
                            "share of flips that harm in " + layer + " is " + harmful + ", expected 0 to 1");
                }
            });
        }

        /** Layers are said where a map is, and were never said before there was one. */
        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(DUPLICATED, share);
            if (!byLayer.isEmpty()) {
                fields.put(DUPLICATED_FROM, byLayer);
            }
            return fields;
        }
    }

    /**
     * Settings of trainings under faults.
     *
     * @param rate at which every bit flips while bounds are trained, in every step anew
     * @param trials sets of faults on the held-out images by which bounds are chosen
     * @param weightRate at which every bit flips while weights are trained
     * @param clip such weights are kept in [−clip, clip]
     */
    public record FaultTraining(double rate, int trials, double weightRate, float clip) {

        public static final FaultTraining DEFAULT = new FaultTraining(1e-5, 4, 0.01, 0.25f);

        public FaultTraining {
            requireRate(rate);
            requireRate(weightRate);
            if (trials <= 0) {
                throw new IllegalArgumentException(trials + " trials of faults, expected one at least");
            }
            if (!(clip > 0 && clip < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights are clipped at " + clip + ", expected a positive number");
            }
        }

        private static void requireRate(double rate) {
            if (!(rate > 0 && rate < 1)) {
                throw new IllegalArgumentException("fault rate is " + rate + ", expected more than 0 and less than 1");
            }
        }

        /** What the held-out accuracy under faults is measured by. */
        ThresholdSearch score() {
            return new ThresholdSearch(new double[] {rate}, trials, 1, 1, 1, 0);
        }
    }

    /**
     * Settings of Clip-Act's interval search; see numerics in the documentation.
     *
     * @param rates fault rates, equally spaced, over which the area under the accuracy is taken
     * @param trials sets of faults at each rate, the same for all thresholds
     * @param images held-out training images of a trial
     * @param minRounds M, rounds that are made at least
     * @param maxRounds N, rounds that are made at most
     * @param tolerance δ, the search of a layer ends when neighbouring scores differ by no more
     */
    public record ThresholdSearch(
            double[] rates, int trials, int images, int minRounds, int maxRounds, double tolerance) {

        public static final ThresholdSearch DEFAULT =
                new ThresholdSearch(new double[] {1e-6, 4e-6, 7e-6, 1e-5}, 4, 200, 1, 3, 0.01);

        public ThresholdSearch {
            if (rates.length == 0 || trials <= 0 || images <= 0 || minRounds <= 0 || maxRounds < minRounds) {
                throw new IllegalArgumentException("a threshold search needs rates, trials, images and 1 <= minRounds "
                        + "<= maxRounds, found " + rates.length + " rates, " + trials + " trials, " + images
                        + " images, "
                        + minRounds + " and " + maxRounds + " rounds");
            }
            for (double rate : rates) {
                if (!(rate > 0 && rate < 1)) {
                    throw new IllegalArgumentException(
                            "search rate is " + rate + ", expected more than 0 and less than 1");
                }
            }
            if (Arrays.stream(rates).distinct().count() < rates.length) {
                throw new IllegalArgumentException(
                        "search rates are " + Arrays.toString(rates) + ", expected distinct numbers");
            }
            if (!(tolerance >= 0)) {
                throw new IllegalArgumentException("search tolerance is " + tolerance + ", expected zero or more");
            }
        }
    }
}
