package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.cost.Extra;
import org.fitact.cost.TimeCost;
import org.fitact.protect.Protections;
import org.fitact.report.document.Document;
import org.fitact.reproduce.FieldStudy.SchemeCost;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.text.Numbers;

/** The tables of the protections of the field. */
record FieldTables(FieldResults results) {

    static final String ACCURACY_NOTE =
            "Accuracy in %: mean over the trials and the ends of its 95 % interval; without faults Wilson's for the same images. All "
                    + "schemes meet the same faults in the words that they share; their own words, bounds and check bits are at risk at "
                    + "the same rate. *One upset*: accuracy where in each inference one bit flips in the sums of a product, in float32; *detected*: the "
                    + "share of these inferences in which a check found something, of whatever size the flip was. *Memory* and *time*: more than without protection, in %. Time is that of an inference with its "
                    + "checks, and of decoding the whole memory before each, in one process in turns, as the median of ratios with "
                    + "its 95 % interval: what another start of the JVM would change is not in it. *Hardening*: seconds, with "
                    + "what it trains; profiling comes before, once for all.";
    static final String DIFFERENCE_NOTE =
            "Differences of the mean accuracy in points, trial by trial on identical faults, with 95 % intervals.";

    Document.Table accuracies() {
        List<List<String>> rows =
                results.results().schemes().stream().map(this::row).toList();
        Stream<String> batches = results.costs().values().stream()
                .limit(1)
                .flatMap(cost -> cost.batches().stream())
                .map(batch -> "time, batch " + batch.batch());
        List<String> header = Stream.of(
                        Stream.of("scheme", "no faults"),
                        rates(),
                        Stream.of("one upset", "detected", "memory"),
                        batches,
                        Stream.of("hardening"))
                .flatMap(part -> part)
                .toList();
        return new Document.Table(header, 1, rows);
    }

    private Stream<String> rates() {
        return Arrays.stream(results.results().rates()).mapToObj(Numbers::rate);
    }

    private List<String> row(SchemeResult scheme) {
        SchemeCost cost = results.costs().get(scheme.scheme());
        List<String> cells = new ArrayList<>(
                List.of(scheme.scheme(), Numbers.percent(cost.faultFree()) + Numbers.ends(cost.faultFreeCi95())));
        for (PointResult point : scheme.points()) {
            cells.add(Numbers.percent(point.mean()) + Numbers.ends(point.ci95()));
        }
        Optional<PointResult> upset = results.upsets()
                .scheme(scheme.scheme())
                .flatMap(found -> found.points().stream().findFirst());
        cells.add(upset.map(point -> Numbers.percent(point.mean(), 2) + Numbers.ends(point.ci95(), 2))
                .orElse(Numbers.UNKNOWN));
        cells.add(upset.map(PointResult::checks)
                .map(checks -> Numbers.percent(checks.detected()) + Numbers.ends(checks.detectedCi95()))
                .orElse(Numbers.UNKNOWN));
        cells.add(Numbers.points(cost.memory()));
        for (TimeCost batch : cost.batches()) {
            Extra extra = batch.extra(1);
            cells.add(Numbers.points(extra.value()) + " (" + Numbers.range(extra.ci95(), Numbers::points) + ")");
        }
        cells.add(Double.isNaN(cost.hardening()) ? Numbers.UNKNOWN : Numbers.fixed(cost.hardening(), 1));
        return cells;
    }

    Document.Table differences() {
        String featured = Protections.featured().name();
        List<List<String>> rows = results.results().schemes().stream()
                .filter(scheme -> !scheme.scheme().equals(featured))
                .map(scheme -> differences(scheme, featured))
                .toList();
        return new Document.Table(Stream.concat(Stream.of("scheme"), rates()).toList(), 1, rows);
    }

    private List<String> differences(SchemeResult scheme, String featured) {
        List<String> cells = new ArrayList<>(List.of(scheme.scheme()));
        for (PointResult point : scheme.points()) {
            cells.add(difference(scheme.scheme(), featured, point.rate()));
        }
        return cells;
    }

    /** Pairs are kept one way round: a scheme less one that is named before it. */
    private String difference(String scheme, String featured, double rate) {
        return results.results()
                .pair(scheme, featured, rate)
                .or(() -> results.results().pair(featured, scheme, rate).map(PairResult::reversed))
                .map(MemoryTables::difference)
                .orElse(Numbers.UNKNOWN);
    }
}
