package org.fitact.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.report.figure.FrontFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** The schemes of a study as accuracy over memory, at the rate at which they differ most. */
final class StudyFront {

    private StudyFront() {}

    /** Empty where the provenance does not say what the schemes store, or all store as much. */
    static Optional<FrontFigure> of(StudyResults results, Map<String, SchemeStyle> styles) {
        Map<String, Long> bytes = bytes(results);
        List<SchemeResult> schemes = results.schemes().stream()
                .filter(scheme -> bytes.containsKey(scheme.scheme()))
                .toList();
        boolean differ = schemes.stream()
                        .map(scheme -> bytes.get(scheme.scheme()))
                        .distinct()
                        .count()
                > 1;
        Optional<Double> rate = rate(results.rates(), schemes);
        if (!differ || rate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(figure(schemes, bytes, styles, rate.get()));
    }

    private static FrontFigure figure(
            List<SchemeResult> schemes, Map<String, Long> bytes, Map<String, SchemeStyle> styles, double rate) {
        double first = bytes.get(schemes.getFirst().scheme());
        List<FrontFigure.Point> points = new ArrayList<>();
        for (SchemeResult scheme : schemes) {
            scheme.at(rate)
                    .ifPresent(point -> points.add(new FrontFigure.Point(
                            scheme.scheme(),
                            styles.get(scheme.scheme()),
                            bytes.get(scheme.scheme()) / first,
                            point.mean(),
                            point.ci95(),
                            FrontFigure.Emphasis.NAMED)));
        }
        return new FrontFigure(
                "front",
                "Accuracy over memory",
                "Mean accuracy at a bit error rate of " + Numbers.rate(rate)
                        + ", at which the schemes differ most, with its 95 % interval, over the bytes of all that a scheme stores: "
                        + "numbers, bounds, scales, check bits and tables. Those on the line are beaten by none that needs as "
                        + "little memory.",
                new FrontFigure.Axis(
                        "memory, % of that under " + schemes.getFirst().scheme(), Double.NaN),
                points,
                Double.NaN,
                List.of());
    }

    /** Of several, the lowest. */
    private static Optional<Double> rate(double[] rates, List<SchemeResult> schemes) {
        return Arrays.stream(rates)
                .boxed()
                .filter(rate ->
                        schemes.stream().anyMatch(scheme -> scheme.at(rate).isPresent()))
                .min(Comparator.<Double>comparingDouble(rate -> -spread(schemes, rate))
                        .thenComparingDouble(rate -> rate));
    }

    private static double spread(List<SchemeResult> schemes, double rate) {
        DoubleSummaryStatistics means = schemes.stream()
                .flatMap(scheme -> scheme.at(rate).stream())
                .collect(Collectors.summarizingDouble(PointResult::mean));
        return means.getMax() - means.getMin();
    }

    /** Of all that a scheme stores, by scheme. */
    private static Map<String, Long> bytes(StudyResults results) {
        JsonNode stored = results.provenance().path("storedBytes");
        return results.schemes().stream()
                .map(SchemeResult::scheme)
                .filter(scheme -> stored.path(scheme).path("parameters").isIntegralNumber())
                .collect(Collectors.toMap(
                        scheme -> scheme,
                        scheme -> stored.path(scheme).path("parameters").longValue()
                                + stored.path(scheme).path("bounds").longValue()
                                + stored.path(scheme).path("beside").longValue()));
    }
}
