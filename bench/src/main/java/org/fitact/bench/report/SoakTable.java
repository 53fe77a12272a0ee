package org.fitact.bench.report;

import java.util.List;
import org.fitact.bench.soak.PhaseResult;
import org.fitact.text.Numbers;

/** The outcome of a soak test as a table in Markdown, which is as well read on a terminal. */
public final class SoakTable {

    private static final List<String> HEAD = List.of(
            "phase", "kills", "under way", "half-written", "SIGTERM", "finished", "alone, s", "same", "stray files");

    private SoakTable() {}

    /** One line a phase, then their sum, then what was amiss. */
    public static String of(List<PhaseResult> results) {
        StringBuilder table = new StringBuilder();
        line(table, HEAD);
        line(
                table,
                HEAD.stream().map(name -> name.equals("phase") ? "---" : "---:").toList());
        results.forEach(result -> line(table, cells(result)));
        line(table, cells(sum(results)));
        for (PhaseResult result : results) {
            result.problems().forEach(problem -> table.append(result.phase() + ": " + problem + "\n"));
            result.strays().forEach(stray -> table.append(result.phase() + ": stray file " + stray + "\n"));
        }
        return table.toString();
    }

    /** All phases as one. */
    public static PhaseResult sum(List<PhaseResult> results) {
        return new PhaseResult(
                "all",
                results.stream().mapToInt(PhaseResult::kills).sum(),
                results.stream().mapToInt(PhaseResult::underWay).sum(),
                results.stream().mapToInt(PhaseResult::halfWritten).sum(),
                results.stream().mapToInt(PhaseResult::terminations).sum(),
                results.stream().mapToInt(PhaseResult::finished).sum(),
                results.stream().mapToDouble(PhaseResult::seconds).sum(),
                results.stream().flatMap(result -> result.problems().stream()).toList(),
                results.stream().flatMap(result -> result.strays().stream()).toList());
    }

    private static List<String> cells(PhaseResult result) {
        return List.of(
                result.phase(),
                Integer.toString(result.kills()),
                Integer.toString(result.underWay()),
                Integer.toString(result.halfWritten()),
                Integer.toString(result.terminations()),
                Integer.toString(result.finished()),
                Numbers.fixed(result.seconds(), 1),
                result.problems().isEmpty() ? "yes" : "NO",
                Integer.toString(result.strays().size()));
    }

    private static void line(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
