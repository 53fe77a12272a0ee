package org.fitact.reproduce.report;

import java.util.Optional;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.text.Numbers;

/** The captions of the figures: what is shown, under which conditions, and in whose role. */
public final class Captions {

    private static final String SAME_FAULTS =
            " All schemes meet the same faults, and the faults of a lower rate are among those of a higher one.";

    private final ReproductionResults results;

    Captions(ReproductionResults results) {
        this.results = results;
    }

    /** A network with its data set and, where it is not the paper's own, in whose role it is. */
    String described(NetworkPreset network) {
        return named(network, " on ") + role(network);
    }

    /** A network's model and data set, or the name that it has in its preset where another one has both too. */
    String named(NetworkPreset network, String between) {
        long same = results.preset().networks().stream()
                .filter(other ->
                        other.model().equals(network.model()) && other.dataset().equals(network.dataset()))
                .count();
        return same > 1 ? network.name() : network.model() + between + network.dataset();
    }

    /** The paper's name of what a network is compared with. */
    String label(NetworkPreset.Experiment experiment) {
        return results.paper()
                .of(experiment)
                .map(PaperResults.Network::label)
                .orElse(experiment.model() + " on " + experiment.dataset());
    }

    private String role(NetworkPreset network) {
        return network.standsFor() == null ? "" : ", in the role of the paper's " + label(network.standsFor());
    }

    private NetworkPreset figureNetwork() {
        return results.preset().network(results.preset().figureNetwork());
    }

    String fig1() {
        ReproductionResults.Sweep sweep = results.fig1();
        return "The paper's figure 1, for " + described(figureNetwork()) + ". " + sweep.layer()
                + " has one bound for all its neurons (GBReLU, zero above it), all other layers plain ReLUs; faults hit "
                + "weights and biases of the first two layers. Each point: " + sweep.images() + " test images, under "
                + "faults the mean of " + sweep.trials()
                + " trials. Bands are 95 % intervals: over the trials, "
                + "and without faults Wilson's for a share of the images. A low bound cuts off what the network needs, a "
                + "high one lets faults through.";
    }

    String fig2() {
        return "The paper's figure 2, for " + described(figureNetwork()) + ": the largest output of each neuron over "
                + "all training images. One bound for the layer must leave room for its largest neuron; most neurons "
                + "stay far below it.";
    }

    String widths(WidthResults widths) {
        return described(results.preset().network(widths.network())) + ", without faults, on "
                + Numbers.counted(widths.schemes().getFirst().images(), "test image")
                + ". Solid: inference in integers, every tensor and every value with a binary point of its own; the band is Wilson's 95 % "
                + "interval. Dashed: the same network in float on the same images.";
    }

    String fig3() {
        return "The paper's figure 3, computed by the operations that the networks run on, with their derivatives. For "
                + "one neuron GBReLU and FitReLU-Naive are one function; they differ in who shares λ. FitReLU is "
                + "x·σ(κ(λ − x)): the paper's equation 6 bounds its output with k = −κ. At λ it passes half of x, so a "
                + "bound starts a margin above what its neuron needs. The derivatives have axes of their own.";
    }

    String fig5() {
        NetworkPreset network = figureNetwork();
        return "The paper's figure 5, for " + described(network) + ". Boxes span the quartiles, the bar is the median, "
                + "whiskers reach to the last trial within 1.5 interquartile ranges, the mark of the scheme is the mean; every dot "
                + "is a trial on " + network.campaign().images() + " test images." + SAME_FAULTS + rings(network);
    }

    String fig6() {
        return "The paper's figure 6: mean accuracy over the bit error rate with 95 % intervals over the "
                + "trials." + SAME_FAULTS + " Rings and dashed lines are the paper's numbers for the network that is "
                + "named above the panel; where ours stands in another's role, they belong to that other network and "
                + "data set, and are not expected to be met.";
    }

    String overhead() {
        PaperResults.Range range = results.paper().overhead();
        return "FitAct's second stage (profiling all neurons, then post-training the bounds, its checks of δ included) "
                + "over the time of training from scratch (its epochs times their median), both measured on this machine "
                + "by the clock. The paper states "
                + Numbers.percent(range.low()) + " to " + Numbers.percent(range.high()) + " %. The share hangs on the "
                + "epochs of both stages, which stand behind the bars: few epochs of training make it large.";
    }

    String ablations(ReproductionResults.Ablation ablation) {
        return "One choice at a time against the default, both trained for the same epochs. Left: mean of variant − "
                + "default over " + ablation.trials()
                + " trials on identical faults, with 95 % intervals (batch norm kept "
                + "in memory has other words and so other faults). Right: accuracy on all test images that the variant "
                + "loses without faults against the unprotected network; below zero it gained. κ is varied at an equal "
                + "share passed at the maximum, σ(κ·margin) = 0.999.";
    }

    private String rings(NetworkPreset network) {
        Optional<PaperResults.Network> published = results.paper().of(network.comparedWith());
        return published
                .filter(paper -> !paper.points().isEmpty())
                .map(paper -> " Rings are the paper's means for " + paper.label() + ".")
                .orElse("");
    }
}
