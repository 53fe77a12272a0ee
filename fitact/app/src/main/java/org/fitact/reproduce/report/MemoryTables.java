package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.fitact.protect.Protections;
import org.fitact.report.document.Document;
import org.fitact.reproduce.MemoryStudy.FaultFree;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.text.Numbers;

/** The tables of formats and codes. */
record MemoryTables(MemoryResults results) {

    static final String ACCURACY_NOTE =
            "*Memory*: bytes over those of the unprotected network in the first format. Accuracy in %: mean over the trials"
                    + " and the ends of its 95 % interval, without faults on the same images. All schemes of one format meet"
                    + " the same faults in the words that they share; check bits, tables and scales are at risk at the same"
                    + " rate. *Holds to* is the highest rate up to which the low end of the interval stays within one point of"
                    + " the unprotected network without faults; a dash stands also where there are too few trials to show it:"
                    + " some 300 are needed, since what happens in one of a hundred may not be among fewer. What a code does:"
                    + " docs/codes.md.";
    static final String DIFFERENCE_NOTE =
            "Differences of the mean accuracy in points against the same format without protection, trial "
                    + "by trial on identical faults, with 95 % intervals.";

    Document.Table accuracies() {
        List<List<String>> rows = new ArrayList<>();
        for (MemoryResults.InFormat format : results.formats()) {
            for (SchemeResult scheme : format.results().schemes()) {
                rows.add(row(format, scheme));
            }
        }
        return new Document.Table(
                header(List.of("format", "scheme", "memory", "no faults"), List.of("holds to")), 2, rows);
    }

    private List<String> header(List<String> before, List<String> behind) {
        Stream<String> rates = results.formats().stream()
                .limit(1)
                .flatMap(format -> Arrays.stream(format.results().rates()).mapToObj(Numbers::rate));
        return Stream.of(before.stream(), rates, behind.stream())
                .flatMap(part -> part)
                .toList();
    }

    private List<String> row(MemoryResults.InFormat format, SchemeResult scheme) {
        FaultFree clean = format.faultFree().get(scheme.scheme());
        List<String> cells = new ArrayList<>(List.of(
                format.format(),
                scheme.scheme(),
                Numbers.fixed((double) clean.bytes() / results.bytes(), 3),
                Numbers.percent(clean.accuracy())));
        for (PointResult point : scheme.points()) {
            cells.add(Numbers.percent(point.mean()) + Numbers.ends(point.ci95()));
        }
        OptionalDouble holds = format.holdsTo(scheme, results.reference());
        cells.add(holds.isPresent() ? Numbers.rate(holds.getAsDouble()) : Numbers.UNKNOWN);
        return cells;
    }

    Document.Table differences() {
        String none = Protections.baseline().name();
        List<List<String>> rows = new ArrayList<>();
        for (MemoryResults.InFormat format : results.formats()) {
            for (SchemeResult scheme : format.results().schemes()) {
                if (!scheme.scheme().equals(none)) {
                    List<String> cells = new ArrayList<>(List.of(format.format(), scheme.scheme()));
                    scheme.points()
                            .forEach(point -> cells.add(format.results()
                                    .pair(scheme.scheme(), none, point.rate())
                                    .map(MemoryTables::difference)
                                    .orElse(Numbers.UNKNOWN)));
                    rows.add(cells);
                }
            }
        }
        return new Document.Table(header(List.of("format", "scheme"), List.of()), 2, rows);
    }

    static String difference(PairResult pair) {
        return Numbers.points(pair.meanDifference()) + " (" + Numbers.range(pair.ci95(), Numbers::points) + ")";
    }
}
