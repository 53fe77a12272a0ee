package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;

/**
 * Tanh in the place of every ReLU (Hong et al., 2019). A network that was trained with ReLU does not work with tanh, so
 * all its weights are trained again, from where they are; this is the only scheme that changes weights.
 */
final class Tanh implements Protection {

    private static final double LEARNING_RATE = 0.02;

    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public String summary() {
        return "tanh in place of ReLU, weights retrained (Hong et al., 2019)";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
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
        int epochs = job.settings().postTraining().epochs();
        int batch = job.settings().postTraining().batchSize();
        Recipe recipe = new Recipe(
                epochs,
                batch,
                new UpdateRule.Sgd(0.9f, true, 5e-4f),
                LEARNING_RATE,
                Recipe.Decay.COSINE,
                0.5,
                0,
                Augmentation.NONE,
                job.seed());
        try (Trainer trainer = new Trainer(network, job.data(), recipe)) {
            trainer.run(new TrainingListener() {
                @Override
                public void stepDone(int epoch, int step, int steps, double loss) {
                    job.progress().at((epoch - 1 + (double) step / steps) / epochs, "retraining with tanh");
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("retrainingEpochs", epochs);
        details.put("learningRate", LEARNING_RATE);
        return new Outcome(details);
    }
}
