package org.fitact.reproduce;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.sampling.Sampling;
import org.fitact.memory.Deployment;
import org.fitact.nn.FileName;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Regularisation;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * A network on a data set, and everything that is done to it.
 *
 * @param name of its folder and its panel
 * @param standsFor the paper's network in whose role it is; null where it is the paper's own
 * @param heldOut share of the training set on which choices are made
 */
public record NetworkPreset(
        String name,
        String model,
        String dataset,
        @JsonSetter(nulls = Nulls.SET) Experiment standsFor,
        double heldOut,
        Training recipe,
        HardeningSettings.PostTraining postTraining,
        HardeningSettings.ThresholdSearch search,
        Campaign campaign) {

    /** @throws IllegalArgumentException if something of it could not be run */
    public NetworkPreset {
        FileName.require("name", name);
        Models.named(model);
        DataSets.named(dataset);
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException("heldOut is " + heldOut + ", expected more than 0 and less than 1");
        }
        recipe.recipe(0);
        campaign.settings(0);
        campaign.schemes().forEach(Protections::named);
        if (campaign.schemes().isEmpty() || campaign.images() < 1) {
            throw new IllegalArgumentException("campaign is one of schemes " + campaign.schemes() + " on "
                    + campaign.images() + " images, expected at least one of each");
        }
    }

    /** A network and a data set of the paper. */
    public record Experiment(String model, String dataset) {}

    /**
     * Training by SGD with Nesterov momentum; see {@link Recipe} and, for the last four, {@link Regularisation}. What is not asked for is
     * not written.
     */
    public record Training(
            int epochs,
            int batchSize,
            double learningRate,
            float momentum,
            float weightDecay,
            Recipe.Decay decay,
            double warmUpEpochs,
            float smoothing,
            boolean augment,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int cutOut,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) float mixUp,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) double ema,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET)
            Decayed decayed) {

        /** A reproduction that was written before there was one of the numbers does not have it, and its reader takes it as NaN. */
        public Training {
            mixUp = Float.isNaN(mixUp) ? 0 : mixUp;
            ema = Double.isNaN(ema) ? 0 : ema;
        }

        Recipe recipe(long seed) {
            return new Recipe(
                            epochs,
                            batchSize,
                            new UpdateRule.Sgd(momentum, true, weightDecay),
                            learningRate,
                            decay,
                            warmUpEpochs,
                            smoothing,
                            augment ? Augmentation.STANDARD : Augmentation.NONE,
                            seed)
                    .with(new Regularisation(cutOut, mixUp, ema, decayed == null ? Decayed.WEIGHTS : decayed));
        }
    }

    /**
     * A campaign of bit errors.
     *
     * @param images test images of a trial
     * @param minTrials before a scheme may stop
     * @param maxTrials at each rate, at most
     * @param halfWidth a scheme stops when every 95 % interval is as narrow, in 0..1; 0 runs all trials
     * @param sampling how a rate becomes flips; null, and not written, for every bit by its own probability
     */
    public record Campaign(
            List<String> schemes,
            List<Double> rates,
            int images,
            int minTrials,
            int maxTrials,
            double halfWidth,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET)
            Sampling sampling) {

        /** The settings of the campaign. */
        public CampaignSettings settings(long seed) {
            return new CampaignSettings(
                    rates,
                    new StoppingRule(halfWidth, minTrials, maxTrials),
                    new FlipKind(sampling == null ? Sampling.PER_BIT : sampling),
                    FaultFilter.ALL,
                    Deployment.of(FixedPoint.DEFAULT),
                    seed);
        }
    }

    /** The paper's experiment that this one is compared with. */
    public Experiment comparedWith() {
        return standsFor == null ? new Experiment(model, dataset) : standsFor;
    }

    HardeningSettings hardening() {
        return new HardeningSettings(postTraining, search, 0, FixedPoint.DEFAULT);
    }
}
