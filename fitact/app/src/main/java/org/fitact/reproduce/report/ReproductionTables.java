package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Role;
import org.fitact.report.document.Document;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.report.ReproductionResults.DeltaCheck;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.Published;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** The tables of page and document; those without rows say nothing and are left out. */
public final class ReproductionTables {

    static final String PUBLISHED_NOTE = "Accuracy in %. Measured: mean and 95 % interval over the trials; without "
            + "faults on all test images, the network unprotected and stored in Q15.16. Where a network stands in the "
            + "role of the paper's, the two columns are different experiments. Explained by: the baseline, ours less the "
            + "paper's without faults, in points; and what remains of the difference of a mean beyond that, where the interval "
            + "does not hold it.";
    static final String ORDER_NOTE = "Differences of the mean accuracy in points on identical faults, with 95 % "
            + "intervals and the p of the Wilcoxon signed-rank test, not corrected for the number of "
            + "comparisons. Yes or no only where the interval excludes zero.";
    static final String DELTA_NOTE =
            "Accuracy that the scheme costs without faults, in points, against the unprotected "
                    + "network in the same number format. The scheme chooses its bounds on the held-out images; the test set is "
                    + "only looked at here.";
    static final String RUNS_NOTE =
            "Time by the clock, earlier runs included. The overhead is (profiling + post-training) over training, this taken as "
                    + "its epochs times their median, so that an epoch that was disturbed does not count.";
    static final String ACCURACY_NOTE = "Mean over the trials and the ends of its 95 % interval; the highest "
            + "mean of each rate is bold. Without faults: on all test images.";

    /** From here on the paper says that FitAct is far above Clip-Act; Ranger is below both at every rate. */
    private static final double ORDERED_FROM = 3e-6;

    /** From the best to the worst, as the paper has them. */
    private static final List<String> ORDER =
            order(Protections.featured(), Protections.with(Role.COMPARED).reversed(), Protections.baseline());

    private final ReproductionResults results;
    private final Captions captions;

    ReproductionTables(ReproductionResults results) {
        this.results = results;
        this.captions = new Captions(results);
    }

    /** What the paper states, beside what was measured, and how much of the difference the baseline is. */
    Document.Table published() {
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            Optional<PaperResults.Network> paper = results.paper().of(network.comparedWith());
            if (paper.isPresent() && network.results() != null) {
                BesidePaper beside =
                        BesidePaper.of(network, paper.get(), results.preset().network(network.name()));
                rows.add(row(
                        network,
                        paper.get(),
                        "no faults",
                        Protections.baseline().name(),
                        paper.get().faultFree(),
                        beside.baseline()
                                .map(accuracy -> Numbers.percent(accuracy, 2))
                                .orElse(Numbers.UNKNOWN),
                        beside.faultFree()));
                for (Published point : paper.get().points()) {
                    Optional<PointResult> measured =
                            network.results().scheme(point.scheme()).flatMap(scheme -> scheme.at(point.rate()));
                    rows.add(row(
                            network,
                            paper.get(),
                            Numbers.rate(point.rate()),
                            point.scheme(),
                            point.accuracy(),
                            measured.map(ReproductionTables::mean).orElse(Numbers.UNKNOWN),
                            measured.map(found -> beside.explained(point, found))
                                    .orElse(Numbers.UNKNOWN)));
                }
            }
        }
        return new Document.Table(
                List.of("paper", "here", "bit error rate", "scheme", "published", "measured", "explained by"), 4, rows);
    }

    private static List<String> row(
            NetworkResult network,
            PaperResults.Network paper,
            String rate,
            String scheme,
            double published,
            String measured,
            String explained) {
        return List.of(paper.label(), network.name(), rate, scheme, Numbers.percent(published, 2), measured, explained);
    }

    private static String mean(PointResult point) {
        return Numbers.percent(point.mean(), 2) + Numbers.ends(point.ci95(), 2);
    }

    private static List<String> order(Protection first, List<Protection> between, Protection last) {
        return Stream.concat(Stream.of(first), Stream.concat(between.stream(), Stream.of(last)))
                .map(Protection::name)
                .toList();
    }

    /** Which of two schemes is above the other, from the rate on where the paper says so. */
    Document.Table order() {
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            if (network.results() == null) {
                continue;
            }
            for (int i = 1; i < ORDER.size(); i++) {
                for (PairResult found : network.results().pairs()) {
                    boolean wanted =
                            found.a().equals(ORDER.get(i - 1)) && found.b().equals(ORDER.get(i));
                    if (wanted && found.rate() >= ORDERED_FROM) {
                        rows.add(orderRow(network.name(), found));
                    }
                }
            }
        }
        return new Document.Table(
                List.of("network", "schemes", "rate", "difference", "95 % interval", "p", "above?"), 3, rows);
    }

    private static List<String> orderRow(String network, PairResult pair) {
        Interval interval = pair.ci95();
        String verdict =
                !interval.known() || interval.contains(0) ? "not told apart" : interval.low() > 0 ? "yes" : "no";
        return List.of(
                network,
                pair.a() + " − " + pair.b(),
                Numbers.rate(pair.rate()),
                Numbers.points(pair.meanDifference()),
                Numbers.range(interval, Numbers::points),
                Numbers.pValue(pair.wilcoxonP()),
                verdict);
    }

    /** Whether the schemes that promise a limit to their loss keep it on the test set. */
    Document.Table delta() {
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            for (DeltaCheck check : network.delta()) {
                rows.add(List.of(
                        network.name(),
                        check.scheme(),
                        points(check.delta()),
                        points(check.heldOutLoss()),
                        points(check.testLoss()),
                        check.kept() ? "kept" : "broken by " + points(check.testLoss() - check.delta())));
            }
        }
        return new Document.Table(
                List.of("network", "scheme", "δ", "lost, held out", "lost, test set", "kept?"), 2, rows);
    }

    private static String points(double share) {
        return Numbers.percent(share, 2);
    }

    /** Epochs and times. */
    Document.Table runs() {
        List<List<String>> rows = new ArrayList<>();
        for (NetworkResult network : results.networks()) {
            NetworkPreset preset = results.preset().network(network.name());
            ReproductionResults.Overhead overhead = network.overhead();
            rows.add(List.of(
                    captions.described(preset),
                    Integer.toString(network.training().epochs()),
                    Numbers.fixed(network.training().seconds(), 0),
                    Numbers.percent(network.training().testAccuracy(), 2),
                    overhead == null
                            ? Numbers.UNKNOWN
                            : Numbers.fixed(
                                    overhead.training() / network.training().epochs(), 0),
                    overhead == null
                            ? Numbers.UNKNOWN
                            : Numbers.fixed(overhead.profiling() + overhead.postTraining(), 0),
                    overhead == null ? Numbers.UNKNOWN : Numbers.percent(overhead.share()) + " %"));
        }
        return new Document.Table(
                List.of(
                        "network",
                        "epochs",
                        "training, s",
                        "test accuracy, %",
                        "median epoch, s",
                        "second stage, s",
                        "overhead"),
                1,
                rows);
    }
}
