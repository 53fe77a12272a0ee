package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

/** The results as a table for the terminal: schemes as rows, fault rates as columns, mean ± half-width in per cent. */
public final class TerminalTable {

    private TerminalTable() {}

    /**
     * The table with its heading and what has to be said below it, every line ended; intervals are 95 % Student t.
     */
    public static String of(StudyResults results) {
        double[] rates = results.rates();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("scheme", "no faults"));
        for (double rate : rates) {
            header.add(Numbers.rate(rate));
        }
        rows.add(header);
        results.schemes().forEach(scheme -> rows.add(row(scheme, rates)));
        return "accuracy in % (mean ± half-width of the 95 % interval), by bit error rate\n" + AlignedTable.of(1, rows)
                + warnings(results);
    }

    private static String warnings(StudyResults results) {
        StringBuilder lines = new StringBuilder();
        LossWarning.of(results.faultFree())
                .forEach(warning -> lines.append("warning: ").append(warning).append('\n'));
        return lines.toString();
    }

    private static List<String> row(SchemeResult scheme, double[] rates) {
        List<String> row = new ArrayList<>();
        row.add(scheme.scheme());
        row.add(Numbers.percent(scheme.faultFreeAccuracy()));
        for (double rate : rates) {
            row.add(scheme.at(rate).map(TerminalTable::cell).orElse(Numbers.UNKNOWN));
        }
        return row;
    }

    private static String cell(PointResult point) {
        return Numbers.percent(point.mean()) + Numbers.plusMinus(point.ci95());
    }
}
