package org.fitact.cli.output;

import java.io.PrintWriter;
import org.fitact.advice.Advice;
import org.fitact.advice.AdviceFolder;
import org.fitact.advice.AdviceTable;
import org.fitact.advice.AdviceText;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

/** An advice, for people. */
public final class AdviceOutput {

    private AdviceOutput() {}

    /** The candidates that somebody may choose, the recommendation, its command, and where all the rest lies. */
    public static void print(PrintWriter out, AdviceFolder folder, Advice advice) {
        AdviceTable table = new AdviceTable(advice);
        out.println(
                "loss in points, memory and time in % more, against no protection and no faults, with 95 % intervals, those of "
                        + "losses over faults, on the same "
                        + Numbers.counted(advice.asked().images(), "image"));
        out.print(AlignedTable.of(AdviceTable.WORDS, table.brief()));
        int others = advice.assessments().size() - table.best().size();
        if (others > 0) {
            out.println("and " + Numbers.counted(others, "candidate") + " that could not win, in " + folder.markdown());
        }
        out.println("time: an estimate, the memory decoded once in "
                + Numbers.grouped(advice.asked().scrub())
                + " inferences; exact: fitact bench hardened, fitact bench jmh DecodeBenchmark");
        out.println();
        AdviceText.findings(advice).forEach(out::println);
        out.println("    " + advice.command());
        out.println("report: " + folder.page());
    }
}
