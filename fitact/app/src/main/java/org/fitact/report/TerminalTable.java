package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.document.AccuracyTable;
import org.fitact.results.StudyResults;
import org.fitact.text.AlignedTable;

/** The results as a table for the terminal: schemes as rows, fault rates as columns, mean and interval in per cent. */
public final class TerminalTable {

    private TerminalTable() {}

    /** The table with its heading and what has to be said below it, every line ended. */
    public static String of(StudyResults results) {
        List<List<String>> rows = new ArrayList<>(List.of(AccuracyTable.header(results)));
        rows.addAll(AccuracyTable.rows(results));
        return "accuracy in % (mean, and the ends of its 95 % interval), by bit error rate\n" + AlignedTable.of(1, rows)
                + warnings(results);
    }

    private static String warnings(StudyResults results) {
        StringBuilder lines = new StringBuilder();
        LossWarning.of(results.faultFree())
                .forEach(warning -> lines.append("warning: ").append(warning).append('\n'));
        return lines.toString();
    }
}
