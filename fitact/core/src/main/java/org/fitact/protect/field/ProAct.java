package org.fitact.protect.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.plan.Plan;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * ProAct (Mousavi et al., 2024, arXiv 2406.06313): HyReLU, {@code max(0, x − x·σ(κ(x − λ)))}, with one λ for each layer and one for
 * each neuron of the last activation only; trained layer by layer, from the last to the first, with the unprotected network as
 * teacher. For x > 0 that is x·σ(κ(λ − x)), FitReLU's formula; see {@link org.fitact.tensor.backend.op.BoundedRelu}.
 *
 * <p>Otherwise than there: λ starts a margin above the largest value of the profile, where the paper starts at it and so
 * halves it; the weight decay has one value, where the published code tries eleven; the learning rate is constant, where that has a
 * warm-up and half a cosine, and steps are few; choices are made on held-out images.
 */
public final class ProAct implements Protection {

    /**
     * What its result depends on.
     *
     * @param margin by which a bound starts above the largest value
     * @param epochs of each layer at most
     * @param steps of each layer at most: what is trained is mostly one number, which that many steps move by up to 2.56
     * @param scalarRate Adam's learning rate of a layer's one bound
     * @param vectorRate the same of bounds for each neuron
     * @param weightDecay d of {@code d/2 · Σ λ²} in the loss, as Adam's weight decay in the paper
     * @param tolerance loss of held-out accuracy against the bounds at the start that is accepted, 0..1
     */
    record Settings(
            float kappa,
            float margin,
            int epochs,
            int steps,
            int batchSize,
            int checksPerEpoch,
            double scalarRate,
            double vectorRate,
            double weightDecay,
            double tolerance) {

        static Settings of(HardeningSettings settings) {
            HardeningSettings.PostTraining some = settings.postTraining();
            return new Settings(
                    some.kappa(),
                    some.margin(),
                    some.epochs(),
                    256,
                    some.batchSize(),
                    some.checksPerEpoch(),
                    0.01,
                    0.001,
                    4e-5,
                    0.002);
        }
    }

    @Override
    public String name() {
        return "proact";
    }

    @Override
    public String summary() {
        return "smooth bound per layer, per neuron at the last, trained layer by layer (ProAct, Mousavi et al., 2024)";
    }

    @Override
    public Role role() {
        return Role.BY_NAME;
    }

    @Override
    public boolean placesBounds() {
        return true;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Settings.of(settings);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Settings settings = Settings.of(job.settings());
        List<Site> sites = job.settings().sites(network.graph());
        sites.stream().filter(Site::isBounded).findFirst().ifPresent(site -> {
            throw new IllegalArgumentException(site.name() + " is bounded already, by other bounds");
        });
        try (Plan teacher = Plan.of(network, settings.batchSize(), true)) {
            Map<Site, Granularity> granularities = granularities(sites);
            sites.forEach(site -> install(network, site, granularities.get(site), job, settings));
            ProgressiveTraining.Result result = new ProgressiveTraining(network, teacher, job, settings).run();
            return outcome(settings, result);
        }
    }

    /** Who shares a bound at each site: the layer, but at the last activation nobody. */
    public static Map<Site, Granularity> granularities(List<Site> sites) {
        Map<Site, Granularity> granularities = new LinkedHashMap<>();
        sites.forEach(site -> granularities.put(site, Granularity.LAYER));
        sites.reversed().stream()
                .filter(site -> site.kind() == Site.Kind.ACTIVATION)
                .findFirst()
                .ifPresent(site -> granularities.put(site, Granularity.NEURON));
        return granularities;
    }

    private static void install(
            Network network, Site site, Granularity granularity, HardeningJob job, Settings settings) {
        new BoundedActivation(Policy.SMOOTH, granularity, BoundSource.TRAINED, settings.kappa())
                .install(
                        network,
                        site,
                        job.profile().bounds(site, granularity).map(distance -> distance + settings.margin()));
    }

    private static Outcome outcome(Settings settings, ProgressiveTraining.Result result) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("kappa", settings.kappa());
        details.put("margin", settings.margin());
        details.put("epochsPerLayer", settings.epochs());
        details.put("stepsPerLayer", settings.steps());
        details.put("scalarRate", settings.scalarRate());
        details.put("vectorRate", settings.vectorRate());
        details.put("weightDecay", settings.weightDecay());
        details.put("tolerance", settings.tolerance());
        details.put("bounds", result.bounds());
        details.put("layersMoved", result.moved());
        details.put("stepsTaken", result.steps());
        details.put("heldOutAccuracyBefore", result.before());
        details.put("heldOutAccuracyAfter", result.after());
        return new Outcome(details);
    }
}
