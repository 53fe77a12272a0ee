package org.fitact.cli.output;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fitact.results.FaultFreeLoss;
import org.fitact.study.HardenedScheme;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

/** What hardening came to, as a table for the terminal: a row for each scheme. */
public final class HardeningTable {

    private HardeningTable() {}

    /** The table with its heading, every line ended. */
    public static String of(Collection<HardenedScheme> schemes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("scheme", "accuracy, %", "95 %", "loss, points", "delta", "bytes", "seconds"));
        schemes.forEach(scheme -> rows.add(row(scheme)));
        return "without faults, on the held-out images\n" + AlignedTable.of(1, rows);
    }

    private static List<String> row(HardenedScheme scheme) {
        FaultFreeLoss loss = scheme.faultFree();
        return List.of(
                scheme.scheme(),
                loss == null ? Numbers.UNKNOWN : Numbers.percent(loss.hardened()),
                Numbers.range(scheme.accuracy95(), Numbers::percent),
                loss == null ? Numbers.UNKNOWN : Numbers.percent(loss.loss()),
                loss == null ? Numbers.UNKNOWN : Numbers.percent(loss.delta()),
                scheme.bytes() == 0 ? Numbers.UNKNOWN : Numbers.grouped(scheme.bytes()),
                Numbers.fixed(scheme.seconds(), 1));
    }
}
