package org.fitact.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.PartialWork;
import org.fitact.protect.field.ErDnn;
import org.fitact.protect.field.ProAct;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/** What inference is timed with: ReLU, and what the schemes put in its place. */
public enum Scheme {
    /** Unprotected; what all others are compared with. */
    RELU("ReLU", "relu", "none", null),
    /** FitAct, eq. 6. */
    FITRELU_SMOOTH("FitReLU smooth", "fitReluSmooth", "fitact", bounded(Policy.SMOOTH, Granularity.NEURON)),
    /** FitAct, eq. 5. */
    FITRELU_HARD("FitReLU hard", "fitReluHard", "fitact", bounded(Policy.ZERO, Granularity.NEURON)),
    CLIP_ACT("Clip-Act", "clipAct", "clip-act", bounded(Policy.ZERO, Granularity.LAYER)),
    RANGER("Ranger", "ranger", "ranger", bounded(Policy.SATURATE, Granularity.LAYER)),
    /** A smooth bound a layer, and for each neuron at the last activation. */
    PROACT("ProAct", "proAct", "proact", null),
    TANH("Tanh", "tanh", "tanh", null),
    ERDNN("ErDNN", "erDnn", "erdnn", null),
    GBRELU("GBReLU", "gbRelu", "gbrelu", null),
    FITRELU_NAIVE("FitReLU-Naive", "fitReluNaive", "fitrelu-naive", null),
    FITACT_GUARDED("FitAct guarded", "fitActGuarded", "fitact-guarded", null),
    FITACT_FAULTED("FitAct faulted", "fitActFaulted", "fitact-faulted", null),
    FAT("FAT", "fat", "fat", null),
    DROPOUT("Dropout", "dropout", "dropout", null),
    REPLICATE("Replicate", "replicate", "replicate", null);

    /** Those that are timed where nothing else is said: of the paper. */
    public static final List<Scheme> USUAL = List.of(RELU, FITRELU_SMOOTH, FITRELU_HARD, CLIP_ACT, RANGER);

    /**
     * Those that can be timed with random weights, by bounds that are drawn. The others compute as one of these does, and are timed as a
     * network was trained and hardened by them.
     */
    public static final List<Scheme> DRAWN =
            List.of(RELU, FITRELU_SMOOTH, FITRELU_HARD, CLIP_ACT, RANGER, PROACT, TANH, ERDNN);

    /** Between the names of some. */
    private static final String AND = ":";

    /** Above a profiled maximum, so that κ = 20 passes 99.9 % there; see {@link #margin}. */
    private static final double MARGIN = 0.35;

    private static final double KAPPA = 20;

    private final String label;
    private final String counter;
    private final String hardened;
    private final BoundedActivation activation;

    Scheme(String label, String counter, String hardened, BoundedActivation activation) {
        this.label = label;
        this.counter = counter;
        this.hardened = hardened;
        this.activation = activation;
    }

    /** As reports write it. */
    public String label() {
        return label;
    }

    /** Name of the secondary result that holds its time, a field of {@link RoundTimes}. */
    public String counter() {
        return counter;
    }

    /** The protection scheme whose hardened network has this activation's bounds. */
    public String hardened() {
        return hardened;
    }

    /** Whether it is compared with ReLU. */
    public boolean isProtection() {
        return this != RELU;
    }

    /** As {@code --schemes} names it: as the scheme whose inference it is, hard FitReLU {@code fitact-hard}. */
    public String option() {
        return this == FITRELU_HARD ? "fitact-hard" : hardened;
    }

    /** Some as a parameter of a benchmark. */
    public static String joined(Collection<Scheme> some) {
        return some.stream().map(Scheme::option).collect(Collectors.joining(AND));
    }

    /**
     * What {@link #joined} made, in the order of this type.
     *
     * @throws IllegalArgumentException if one is none of these
     */
    public static List<Scheme> parse(String joined) {
        List<String> options = List.of(joined.split(AND));
        List<Scheme> some = Stream.of(values())
                .filter(scheme -> options.contains(scheme.option()))
                .toList();
        if (some.size() != options.size()) {
            throw new IllegalArgumentException("schemes are " + joined + ", expected different ones of "
                    + joined(List.of(values())) + ", with " + AND + " between them");
        }
        return some;
    }

    /**
     * Puts what the scheme does at every site of a network, with bounds a margin above what the neurons reached. Nothing is trained: how long
     * an inference takes does not depend on that.
     *
     * @param network with plain ReLUs; modified
     * @throws IllegalArgumentException if it is none of {@link #DRAWN}
     */
    public void install(Network network, NeuronProfile profile) {
        switch (this) {
            case RELU -> {}
            case TANH -> network.transform(network.graph().withSites(site -> site.with(new Tanh())));
            case ERDNN -> new ErDnn().protect(network, job(profile));
            case PROACT -> {
                Map<Site, Granularity> granularities = ProAct.granularities(network.sites());
                granularities.forEach((site, granularity) ->
                        bounded(Policy.SMOOTH, granularity).install(network, site, bounds(site, granularity, profile)));
            }
            case FITRELU_SMOOTH, FITRELU_HARD, CLIP_ACT, RANGER ->
                activation.install(network, site -> bounds(site, activation.granularity(), profile));
            case GBRELU, FITRELU_NAIVE, FITACT_GUARDED, FITACT_FAULTED, FAT, DROPOUT, REPLICATE ->
                throw new IllegalArgumentException(
                        option() + " is timed as a network was hardened by it, and not with random weights");
        }
    }

    /** With a profile alone. */
    private static HardeningJob job(NeuronProfile profile) {
        return new HardeningJob(
                null, null, profile, 0, HardeningSettings.DEFAULT, 1, (_, _) -> {}, PartialWork.NOT_KEPT);
    }

    private static Bounds bounds(Site site, Granularity granularity, NeuronProfile profile) {
        return profile.bounds(site, granularity).map(distance -> distance + margin(distance));
    }

    /**
     * FitReLU's slope at a value x is 1 − κ·x·(1 − s) for s near 1: where values are large it is steep, and layer after
     * layer a rounding becomes a difference that no validation could tell from an error. With a margin that grows by
     * ln(1 + x)/κ the slope stays as it is for small values.
     */
    private static float margin(float maximum) {
        return (float) (MARGIN + Math.log1p(maximum) / KAPPA);
    }

    private static BoundedActivation bounded(Policy policy, Granularity granularity) {
        return new BoundedActivation(policy, granularity, BoundSource.PROFILED);
    }
}
