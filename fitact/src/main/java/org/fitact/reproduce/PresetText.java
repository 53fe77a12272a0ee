package org.fitact.reproduce;

import java.util.List;
import java.util.Locale;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;

/** A preset in words. */
public final class PresetText {

    private final StringBuilder text = new StringBuilder();

    private PresetText() {}

    public static String of(Preset preset) {
        PresetText description = new PresetText();
        description.line("%s, seed %d", preset.name(), preset.seed());
        description.line("  %s", preset.summary());
        preset.networks().forEach(description::network);
        Preset.Sweep sweep = preset.sweep();
        description.line("figure 1: %s", preset.figureNetwork());
        description.line(
                "  %d bounds and none, %d trials x %d images, rate %.0e in the first two layers",
                sweep.shares().size(), sweep.trials(), sweep.images(), sweep.rate());
        description.line("figures 2 and 5: %s; figure 6 and the overhead: all networks", preset.figureNetwork());
        Preset.Ablation ablation = preset.ablations();
        description.line("ablations: %s", String.join(", ", ablation.networks()));
        description.line(
                "  %d variants, %d epochs of post-training, %d trials x %d images at rates %s",
                Variant.all().stream().map(Variant::id).distinct().count(),
                ablation.epochs(),
                ablation.trials(),
                ablation.images(),
                rates(ablation.rates()));
        return description.text.toString();
    }

    private void network(NetworkPreset network) {
        NetworkPreset.Training recipe = network.recipe();
        line(
                "%s: %s on %s%s",
                network.name(),
                network.model(),
                network.dataset(),
                network.standsFor() == null
                        ? ""
                        : ", in the role of " + network.standsFor().model() + " on "
                                + network.standsFor().dataset());
        line(
                "  training: %d epochs, batches of %d, SGD %.3g (momentum %.2g, weight decay %.0e), %s, warm-up %.1f, "
                        + "label smoothing %.2g, %s, %.0f %% held out",
                recipe.epochs(),
                recipe.batchSize(),
                recipe.learningRate(),
                recipe.momentum(),
                recipe.weightDecay(),
                recipe.decay().toString().toLowerCase(Locale.ROOT),
                recipe.warmUpEpochs(),
                recipe.smoothing(),
                recipe.augment() ? "crops and flips" : "no augmentation",
                100 * network.heldOut());
        hardening(network.postTraining(), network.search());
        NetworkPreset.Campaign campaign = network.campaign();
        line("  schemes: %s", String.join(", ", campaign.schemes()));
        line(
                "  trials: %d to %d of %d images at rates %s%s",
                campaign.minTrials(),
                campaign.maxTrials(),
                campaign.images(),
                rates(campaign.rates()),
                campaign.halfWidth() > 0
                        ? String.format(Locale.ROOT, ", until ± %.1f points", 100 * campaign.halfWidth())
                        : "");
    }

    private void hardening(PostTraining fitact, ThresholdSearch clipAct) {
        line(
                "  FitAct: κ %.3g, margin %.3g, ζ %.3g, δ %.3g, Adam %.3g, at most %d epochs, bound per %s",
                fitact.kappa(),
                fitact.margin(),
                fitact.zeta(),
                fitact.delta(),
                fitact.learningRate(),
                fitact.epochs(),
                fitact.granularity().toString().toLowerCase(Locale.ROOT));
        line(
                "  Clip-Act: %d trials x %d images at %d rates, %d to %d rounds a layer",
                clipAct.trials(), clipAct.images(), clipAct.rates().length, clipAct.minRounds(), clipAct.maxRounds());
    }

    private static String rates(List<Double> rates) {
        return String.join(
                ", ",
                rates.stream().map(rate -> String.format(Locale.ROOT, "%.0e", rate)).toList());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
