package org.fitact.cli.output;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.fitact.report.TerminalTable;
import org.fitact.study.StudyRecord;

/** What a campaign found, for people. */
public final class StudyOutput {

    private StudyOutput() {}

    /** The table, and where the report lies. */
    public static void print(PrintWriter out, StudyRecord record, List<Path> files) {
        out.print(TerminalTable.of(record.results()));
        files.forEach(file -> out.println("report: " + file));
    }
}
