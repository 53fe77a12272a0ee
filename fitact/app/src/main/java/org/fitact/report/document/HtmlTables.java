package org.fitact.report.document;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.report.drawing.Markup;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/**
 * Tables about the schemes of a study, as markup.
 *
 * @param rates their columns
 * @param styles of every scheme that they name
 */
record HtmlTables(double[] rates, Map<String, SchemeStyle> styles) {

    private static final String NO_CELL = Numbers.UNKNOWN + "</td>";

    /** Accuracy per scheme and rate, the highest mean of each column in bold. */
    String accuracy(StudyResults results) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr><th>scheme</th>");
        html.append("<th class=\"n\">no faults</th>").append(rateHeaders()).append("</tr></thead>\n<tbody>\n");
        for (SchemeResult scheme : results.schemes()) {
            html.append("<tr").append(data("scheme", scheme.scheme())).append("><th>");
            html.append(name(scheme.scheme())).append("</th><td class=\"n\">");
            html.append(Numbers.percent(scheme.faultFreeAccuracy())).append("</td>");
            for (double rate : rates) {
                html.append(cell(rate)).append(accuracyCell(scheme.at(rate), results.best(rate)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** Paired differences; bold where the interval excludes zero. */
    String differences(List<PairResult> pairs) {
        Collection<List<PairResult>> rows = pairs.stream()
                .collect(Collectors.groupingBy(
                        pair -> List.of(pair.a(), pair.b()), LinkedHashMap::new, Collectors.toList()))
                .values();
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\"><table class=\"pairs\">\n<thead><tr><th>a − b</th>");
        html.append(rateHeaders()).append("</tr></thead>\n<tbody>\n");
        for (List<PairResult> row : rows) {
            PairResult first = row.getFirst();
            html.append("<tr").append(data("scheme", first.a())).append(data("other", first.b()));
            html.append("><th>").append(name(first.a())).append("<br><small>against</small> ");
            html.append(name(first.b())).append("</th>");
            for (double rate : rates) {
                html.append(cell(rate))
                        .append(row.stream()
                                .filter(pair -> pair.rate() == rate)
                                .findFirst()
                                .map(HtmlTables::pairCell)
                                .orElse(NO_CELL));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private String rateHeaders() {
        StringBuilder html = new StringBuilder();
        for (double rate : rates) {
            html.append("<th class=\"n\"")
                    .append(data("rate", Numbers.rate(rate)))
                    .append('>');
            html.append(Numbers.rate(rate)).append("</th>");
        }
        return html.toString();
    }

    private static String accuracyCell(Optional<PointResult> point, Optional<Double> best) {
        return point.map(value -> {
                    String mean = Numbers.percent(value.mean());
                    String ends = Numbers.ends(value.ci95());
                    return (best.equals(Optional.of(value.mean())) ? "<b>" + mean + "</b>" : mean)
                            + (ends.isEmpty() ? "" : " <small>" + ends.strip() + "</small>")
                            + "</td>";
                })
                .orElse(NO_CELL);
    }

    private static String pairCell(PairResult pair) {
        boolean clear = pair.ci95().known() && !pair.ci95().contains(0);
        String difference = Numbers.points(pair.meanDifference());
        String interval = pair.ci95().known() ? Numbers.range(pair.ci95(), Numbers::points) : "one trial";
        return (clear ? "<b>" + difference + "</b>" : difference) + "<br><small>" + interval + "<br>p "
                + Markup.escape(Numbers.pValue(pair.wilcoxonP())) + "</small></td>";
    }

    private String name(String scheme) {
        return "<span class=\"name\">" + styles.get(scheme).markup() + Markup.escape(scheme) + "</span>";
    }

    /** Begins a cell of a rate's column. */
    private static String cell(double rate) {
        return "<td class=\"n\"" + data("rate", Numbers.rate(rate)) + ">";
    }

    /** An attribute by which the page's script finds what belongs to a scheme or a rate. */
    static String data(String name, String value) {
        return " data-" + name + "=\"" + Markup.escape(value) + "\"";
    }
}
