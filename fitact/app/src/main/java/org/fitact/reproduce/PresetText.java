package org.fitact.reproduce;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;
import org.fitact.text.Numbers;

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
                "  %d bounds and none, %s × %d images, rate %s in the first two layers",
                sweep.shares().size(),
                Numbers.counted(sweep.trials(), "trial"),
                sweep.images(),
                Numbers.rate(sweep.rate()));
        description.line("figures 2 and 5: %s; figure 6 and the overhead: all networks", preset.figureNetwork());
        Preset.Ablation ablation = preset.ablations();
        description.line("ablations (a target of their own): %s", String.join(", ", ablation.networks()));
        description.line(
                "  %d variants of FitAct, each post-trained for at most %s, %s × %d images at rates %s",
                Variant.of(ablation).stream().map(Variant::id).distinct().count(),
                Numbers.counted(ablation.epochs(), "epoch"),
                Numbers.counted(ablation.trials(), "trial"),
                ablation.images(),
                rates(ablation.rates()));
        description.study(Target.MEMORY, preset, MemoryPreset.read().runs());
        description.study(Target.FIELD, preset, FieldPreset.read().runs());
        description.study(Target.WIDTHS, preset, WidthPreset.read().runs());
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
                "  training: %s, batches of %d, SGD %s (momentum %s, weight decay %s), %s, warm-up %s, "
                        + "label smoothing %s, %s, %s %% held out",
                Numbers.counted(recipe.epochs(), "epoch"),
                recipe.batchSize(),
                plain(recipe.learningRate()),
                plain(recipe.momentum()),
                plain(recipe.weightDecay()),
                recipe.decay().toString().toLowerCase(Locale.ROOT).replace('_', '-'),
                plain(recipe.warmUpEpochs()),
                plain(recipe.smoothing()),
                (recipe.augment() ? "crops and flips" : "no augmentation") + regularisation(recipe),
                Numbers.percent(network.heldOut(), 0));
        hardening(network.postTraining(), network.search());
        NetworkPreset.Campaign campaign = network.campaign();
        line("  schemes: %s", String.join(", ", campaign.schemes()));
        line(
                "  trials: %s of %d images at rates %s%s%s",
                campaign.minTrials() == campaign.maxTrials()
                        ? campaign.maxTrials()
                        : campaign.minTrials() + " to " + campaign.maxTrials(),
                campaign.images(),
                rates(campaign.rates()),
                campaign.halfWidth() > 0 ? ", until ± " + Numbers.percent(campaign.halfWidth()) + " points" : "",
                campaign.sampling() == null ? "" : ", sampled " + campaign.sampling());
    }

    /** One of the studies that all presets share, network by network. */
    private void study(Target target, Preset preset, List<Extent> listed) {
        line("%s (a target of its own):", target);
        for (NetworkPreset network : preset.networks()) {
            Extent.of(listed, preset, network)
                    .ifPresent(extent -> line(
                            "  %s, %s%d images",
                            network.name(),
                            target == Target.WIDTHS ? "" : Numbers.counted(extent.trials(), "trial") + " × ",
                            extent.images()));
        }
    }

    /** What a recipe says beyond what all do. */
    private static String regularisation(NetworkPreset.Training recipe) {
        return (recipe.cutOut() == 0 ? "" : ", cut-out " + recipe.cutOut())
                + (recipe.mixUp() == 0 ? "" : ", mix-up " + plain(recipe.mixUp()))
                + (recipe.ema() == 0 ? "" : ", EMA " + plain(recipe.ema()))
                + (recipe.decayed() == null
                        ? ""
                        : ", decay on " + recipe.decayed().toString().toLowerCase(Locale.ROOT));
    }

    private void hardening(PostTraining fitact, ThresholdSearch clipAct) {
        line(
                "  FitAct: κ %s, margin %s, ζ %s, δ %s, Adam %s, at most %s, bound per %s",
                plain(fitact.kappa()),
                plain(fitact.margin()),
                plain(fitact.zeta()),
                plain(fitact.delta()),
                plain(fitact.learningRate()),
                Numbers.counted(fitact.epochs(), "epoch"),
                fitact.granularity().toString().toLowerCase(Locale.ROOT));
        line(
                "  Clip-Act: %s × %d images at %d rates, %d to %d rounds a layer",
                Numbers.counted(clipAct.trials(), "trial"),
                clipAct.images(),
                clipAct.rates().length,
                clipAct.minRounds(),
                clipAct.maxRounds());
    }

    /** Without what a float has too many digits of: 0.35, 20, 5.0E-4 as 0.0005. */
    private static String plain(double value) {
        return new BigDecimal(Float.toString((float) value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String rates(List<Double> rates) {
        return rates.stream().map(Numbers::rate).collect(Collectors.joining(", "));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
