package org.fitact.study.planted;

import org.fitact.report.TerminalTable;
import org.fitact.results.StudyResults;

/** Violates: studies know no report. */
public final class KnowsItsReport {

    public String shown(StudyResults results) {
        return TerminalTable.of(results);
    }
}
