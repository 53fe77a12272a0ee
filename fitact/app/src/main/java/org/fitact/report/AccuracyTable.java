package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** Accuracy in per cent: schemes as rows, fault rates as columns, mean ± half-width of its 95 % interval. */
public final class AccuracyTable {

    private AccuracyTable() {}

    public static List<String> header(StudyResults results) {
        List<String> header = new ArrayList<>(List.of("scheme", "no faults"));
        for (double rate : results.rates()) {
            header.add(Numbers.rate(rate));
        }
        return header;
    }

    /** One for each scheme, as long as the header. */
    public static List<List<String>> rows(StudyResults results) {
        return results.schemes().stream()
                .map(scheme -> row(scheme, results.rates()))
                .toList();
    }

    private static List<String> row(SchemeResult scheme, double[] rates) {
        List<String> row = new ArrayList<>(List.of(scheme.scheme(), Numbers.percent(scheme.faultFreeAccuracy())));
        for (double rate : rates) {
            row.add(scheme.at(rate).map(AccuracyTable::mean).orElse(Numbers.UNKNOWN));
        }
        return row;
    }

    /** Mean and interval of a point. */
    public static String mean(PointResult point) {
        return Numbers.percent(point.mean()) + Numbers.plusMinus(point.ci95());
    }
}
