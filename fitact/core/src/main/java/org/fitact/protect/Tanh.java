package org.fitact.protect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.graph.Network;

/**
 * Tanh in the place of every ReLU (Hong et al., 2019). A network that was trained with ReLU does not work with tanh, so
 * all its weights are trained again, from where they are. Without that it shows what the function alone does to a network.
 *
 * @param retrained whether the weights are trained again
 */
record Tanh(String name, String summary, boolean retrained) implements Protection {

    private static final double LEARNING_RATE = 0.02;

    static Protection trainedAgain() {
        return new Tanh("tanh", "tanh in place of ReLU, weights retrained (Hong et al., 2019)", true);
    }

    static Protection alone() {
        return new Tanh("tanh-untrained", "tanh in place of ReLU, weights as they are", false);
    }

    @Override
    public Role role() {
        return retrained ? Role.OTHER : Role.BY_NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        if (!retrained) {
            return Map.of();
        }
        return Map.of(
                "epochs", settings.postTraining().epochs(),
                "batchSize", settings.postTraining().batchSize(),
                "learningRate", LEARNING_RATE);
    }

    /** The learning rate is its own, and no setting. */
    @Override
    public boolean reads(String setting) {
        return !setting.equals("learningRate") && Protection.super.reads(setting);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        network.transform(network.graph().withSites(site -> site.with(new org.fitact.nn.graph.op.Tanh())));
        return retrained ? train(network, job) : Outcome.NOTHING_TO_SAY;
    }

    private static Outcome train(Network network, HardeningJob job) {
        job.retrain(network, LEARNING_RATE, "retraining with tanh");
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("retrainingEpochs", job.settings().postTraining().epochs());
        details.put("learningRate", LEARNING_RATE);
        return new Outcome(details);
    }
}
