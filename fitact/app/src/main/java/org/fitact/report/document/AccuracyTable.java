package org.fitact.report.document;

import java.util.ArrayList;
import java.util.List;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** Accuracy in per cent: schemes as rows, fault rates as columns, mean and the ends of its 95 % interval. */
public final class AccuracyTable {

    private AccuracyTable() {}

    /** In Markdown the highest mean of each rate is bold. */
    static Document.Table inMarkdown(StudyResults results) {
        return new Document.Table(header(results), 1, rows(results, "**"));
    }

    public static List<String> header(StudyResults results) {
        List<String> header = new ArrayList<>(List.of("scheme", "no faults"));
        for (double rate : results.rates()) {
            header.add(Numbers.rate(rate));
        }
        return header;
    }

    /** One for each scheme, as long as the header. */
    public static List<List<String>> rows(StudyResults results) {
        return rows(results, "");
    }

    private static List<List<String>> rows(StudyResults results, String bold) {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            List<String> row = new ArrayList<>(List.of(scheme.scheme(), Numbers.percent(scheme.faultFreeAccuracy())));
            for (double rate : results.rates()) {
                String mark = scheme.at(rate).map(PointResult::mean).equals(results.best(rate)) ? bold : "";
                row.add(scheme.at(rate)
                        .map(point -> mark + Numbers.percent(point.mean()) + mark + Numbers.ends(point.ci95()))
                        .orElse(Numbers.UNKNOWN));
            }
            rows.add(row);
        }
        return rows;
    }
}
