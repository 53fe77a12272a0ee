package org.fitact.protect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.Program;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * FitAct (Ghavami et al., 2021): a bound for every neuron, started a margin above its profiled maximum and then trained
 * with the FitReLU of eq. 6, the weights frozen. Where values may be negative there is a second one below 0, trained as well.
 *
 * <p>FitReLU(λ) = λ/2: a bound at the maximum itself would halve it, hence the margin.
 *
 * <p>Under faults, the bounds are trained while bits flip in the words of the network; see {@link PostTrainer}. That is this program's
 * own, and no part of the paper.
 *
 * @param deployed smooth deploys eq. 6 with the trained bounds, zero deploys eq. 5 with the same bounds
 */
record FitAct(String name, String summary, Policy deployed, boolean underFaults) implements Protection {

    private static final String FAULT_RATE = "faultRate";

    static Protection smooth() {
        return new FitAct(
                "fitact", "post-trained bound per neuron, smooth FitReLU (FitAct, eq. 6)", Policy.SMOOTH, false);
    }

    static Protection hard() {
        return new FitAct(
                "fitact-hard", "post-trained bound per neuron, deployed as zero above it (eq. 5)", Policy.ZERO, false);
    }

    static Protection faulted() {
        return new FitAct(
                "fitact-faulted",
                "FitAct whose bounds are post-trained while bits flip in memory",
                Policy.SMOOTH,
                true);
    }

    @Override
    public Role role() {
        return underFaults ? Role.BY_NAME : Role.FEATURED;
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
        if (!underFaults) {
            return settings.postTraining();
        }
        Map<String, Object> all = new LinkedHashMap<>(settings.postTraining().fields());
        all.put(FAULT_RATE, settings.faults().rate());
        all.put("faultTrials", settings.faults().trials());
        return all;
    }

    @Override
    public boolean reads(String setting) {
        return setting.equals("boundStep") || Protection.super.reads(setting);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        HardeningSettings.PostTraining settings = job.settings().postTraining();
        BoundedActivation trained =
                new BoundedActivation(Policy.SMOOTH, settings.granularity(), BoundSource.TRAINED, settings.kappa());
        trained.install(
                network,
                job.settings().sites(network.graph()),
                site -> job.profile()
                        .bounds(site, settings.granularity())
                        .map(distance -> distance + settings.margin()));
        PostTrainer.Result result =
                underFaults ? trainFolded(network, job) : new PostTrainer(network, job, deployed).run();
        BoundedActivation.deployAs(deployed, network);
        return outcome(job.settings(), result);
    }

    /** Trains the bounds of a network whose parameters are the words of its memory, and takes them over. */
    private PostTrainer.Result trainFolded(Network network, HardeningJob job) {
        Program folded = new FoldBatchNorm().apply(Program.of(network));
        try (Network words = folded.network(network.architecture(), network.backend())) {
            PostTrainer.Result result =
                    new PostTrainer(words, job, deployed, job.settings().faults()).run();
            network.parameters().stream()
                    .filter(parameter -> parameter.kind().isBound())
                    .forEach(bound -> bound.value()
                            .upload(words.parameter(bound.name()).value().toArray()));
            return result;
        }
    }

    private Outcome outcome(HardeningSettings all, PostTrainer.Result result) {
        HardeningSettings.PostTraining settings = all.postTraining();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("deployedAs", deployed == Policy.SMOOTH ? "smooth (eq. 6)" : "hard (eq. 5)");
        details.put("boundPer", settings.granularity().toString().toLowerCase(Locale.ROOT));
        details.put("kappa", settings.kappa());
        details.put("margin", settings.margin());
        details.put("passedAtMaximum", settings.passedAtMaximum());
        details.put("delta", settings.delta());
        details.put("zeta", settings.zeta());
        details.put("learningRate", settings.learningRate());
        details.put("boundStep", settings.boundStep().toString().toLowerCase(Locale.ROOT));
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
        if (underFaults) {
            details.put(FAULT_RATE, all.faults().rate());
            details.put("faultTrials", all.faults().trials());
            details.put("heldOutUnderFaultsBefore", result.underFaultsBefore());
            details.put("heldOutUnderFaultsAfter", result.underFaultsAfter());
        }
        details.put("stoppedByDelta", result.stoppedByDelta());
        details.put("withinDelta", result.withinDelta());
        return new Outcome(details);
    }
}
