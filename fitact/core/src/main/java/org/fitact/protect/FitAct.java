package org.fitact.protect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * FitAct (Ghavami et al., 2021): a bound for every neuron, started a margin above its profiled maximum and then trained
 * with the FitReLU of eq. 6, the weights frozen. Where values may be negative there is a second one below 0, trained as well.
 *
 * <p>FitReLU(λ) = λ/2: a bound at the maximum itself would halve it, hence the margin.
 *
 * @param deployed smooth deploys eq. 6 with the trained bounds, zero deploys eq. 5 with the same bounds
 */
record FitAct(String name, String summary, Policy deployed) implements Protection {

    static Protection smooth() {
        return new FitAct("fitact", "post-trained bound per neuron, smooth FitReLU (FitAct, eq. 6)", Policy.SMOOTH);
    }

    static Protection hard() {
        return new FitAct(
                "fitact-hard", "post-trained bound per neuron, deployed as zero above it (eq. 5)", Policy.ZERO);
    }

    @Override
    public Role role() {
        return Role.FEATURED;
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
        return settings.postTraining();
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        HardeningSettings.PostTraining settings = job.settings().postTraining();
        BoundedActivation trained =
                new BoundedActivation(Policy.SMOOTH, settings.granularity(), BoundSource.TRAINED, settings.kappa());
        trained.install(
                network,
                job.settings().places(),
                site -> job.profile()
                        .bounds(site, settings.granularity())
                        .map(distance -> distance + settings.margin()));
        PostTrainer.Result result = new PostTrainer(network, job, deployed).run();
        BoundedActivation.deployAs(deployed, network);
        return outcome(settings, result);
    }

    private Outcome outcome(HardeningSettings.PostTraining settings, PostTrainer.Result result) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("deployedAs", deployed == Policy.SMOOTH ? "smooth (eq. 6)" : "hard (eq. 5)");
        details.put("boundPer", settings.granularity().toString().toLowerCase(Locale.ROOT));
        details.put("kappa", settings.kappa());
        details.put("margin", settings.margin());
        details.put("passedAtMaximum", settings.passedAtMaximum());
        details.put("delta", settings.delta());
        details.put("zeta", settings.zeta());
        details.put("learningRate", settings.learningRate());
        details.put("adamEpsilon", settings.epsilon());
        details.put("epochs", settings.epochs());
        details.put("batchSize", settings.batchSize());
        details.put("bounds", result.bounds());
        details.put("stepsTaken", result.steps());
        details.put("stepOfResult", result.stepOfResult());
        details.put("meanSquareBoundBefore", result.meanSquareBefore());
        details.put("meanSquareBoundAfter", result.meanSquareAfter());
        details.put("heldOutAccuracyBefore", result.baseline());
        details.put("heldOutAccuracyAfter", result.accuracy());
        details.put("stoppedByDelta", result.stoppedByDelta());
        details.put("withinDelta", result.withinDelta());
        return new Outcome(details);
    }
}
