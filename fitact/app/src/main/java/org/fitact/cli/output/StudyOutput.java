package org.fitact.cli.output;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.fitact.report.TerminalTable;
import org.fitact.results.FailuresInTime;
import org.fitact.study.StudyRecord;
import org.fitact.text.Numbers;

/** What a campaign found, for people. */
public final class StudyOutput {

    private StudyOutput() {}

    /** Failures in time, in a line. */
    public static String of(FailuresInTime failure) {
        return failure.scheme() + ": " + Numbers.significant(failure.fit()) + " FIT (95 % interval "
                + Numbers.range(failure.ci95(), Numbers::significant) + "): "
                + Numbers.significant(failure.megabits()) + " Mbit, SDC-1 of "
                + Numbers.percent(failure.sdc1(), 2) + " % after one flip, over "
                + Numbers.counted(failure.trials(), "trial");
    }

    /** The table, and where the report lies. */
    public static void print(PrintWriter out, StudyRecord record, List<Path> files) {
        out.print(TerminalTable.of(record.results()));
        files.forEach(file -> out.println("report: " + file));
    }
}
