package org.fitact.bench.fitrelu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.Device;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.SomeProvenance;
import org.fitact.bench.run.JmhRun;
import org.fitact.bench.run.Score;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.junit.jupiter.api.Test;

class FitReluReportTest {

    private static final Provenance PROVENANCE = SomeProvenance.of("bin/fitact bench fitrelu");
    private static final FitReluCell CELL = new FitReluCell("zero-neuron", 4096, 1, 0.05, 2);

    private static Score score(String method, double micros, Map<String, String> parameters) {
        return new Score(method, parameters, micros, micros / 100, "us/op");
    }

    /** 2²⁰ elements and 12 MiB in 1258.2912 µs: 1.2 ns and 10 GB/s, at 2 GHz 4.8 cycles of two cores. */
    @Test
    void aRowSaysWhatAnElementTakesWithItsInterval() {
        FitReluRow row = FitReluRow.of(CELL, score("forward", 1258.2912, Map.of()), 2, 10);
        assertEquals(1.2, row.nanoseconds().value(), 1e-9);
        assertEquals(1.188, row.nanoseconds().ci95().low(), 1e-9);
        assertEquals(4.8, row.cycles().value(), 1e-9);
        assertEquals(4.848, row.cycles().ci95().high(), 1e-9);
        assertEquals(10, row.gigabytes().value(), 1e-9);
        assertEquals(10 / 1.01, row.gigabytes().ci95().low(), 1e-9);
        assertEquals(1, row.ofCopy(), 1e-9);
        assertTrue(row.line().contains("1.20 (1.19 to 1.21)"), row.line());
        Score single = new Score("forward", Map.of(), 1258.2912, Double.NaN, "us/op");
        assertTrue(FitReluRow.of(CELL, single, 2, 10).line().contains(" 1.20  "), "one iteration has no interval");
    }

    /** 4 MiB: a copy moves 8 MiB in 838.8608 µs, 10 GB/s; an activation with as many bounds moves 12 MiB. */
    @Test
    void sharesAreOfTheBytesThatMustMove() {
        Map<String, String> size = Map.of("kibibytes", "4096", "threads", "2");
        List<Score> copies = List.of(score("copy", 838.8608, size), score("relu", 1677.7216, size));
        List<FitReluRow> rows = new ArrayList<>();
        for (String method : List.of("forward", "backward")) {
            rows.add(FitReluRow.of(
                    CELL, score(method, 1258.2912, Map.of()), 2, FitReluReport.copy(copies, "copy", 4096, 2)));
        }
        Map<String, String> layer = Map.of("layer", "32:64", "policy", "zero", "batch", "16", "threads", "2");
        List<Score> fusion =
                List.of(score("relu", 1000, layer), score("fused", 1010, layer), score("separate", 1250, layer));
        List<JmhRun.Profiled> profiles =
                List.of(new JmhRun.Profiled("forward x=1", "gc.alloc.rate.norm", 16, 0.5, "B/op", ""));
        FitReluReport report = new FitReluReport(copies, rows, fusion, 2, profiles, PROVENANCE);
        String text = Markdown.of(report.document());
        assertTrue(text.contains("| copy | 2 | 10.0 |"), text);
        assertTrue(text.contains("| relu | 2 | 5.0 |"), text);
        assertTrue(text.contains("| zero-neuron | 10.0 (100 %) |"), text);
        assertTrue(text.contains("| zero-neuron | 16.7 (167 %) |"), text);
        assertTrue(text.contains("| zero-neuron | forward | 4 MiB | 1 | 5.0 | 2 | 1.20 (1.19 to 1.21) | 4.80 "), text);
        assertTrue(text.contains("| 1,010 ± 10.1 (+1.0 %) | 1,250 ± 12.5 (+25.0 %) |"), text);
        assertTrue(text.contains("| forward x=1 | gc.alloc.rate.norm | 16.0 ± 0.500 | B/op |"), text);
        assertTrue(text.contains("| clock's governor | performance |"), text);
        assertTrue(text.contains("| processors allowed | 0-1 |"), text);
        assertTrue(Html.of(report.document()).contains("<svg"), "no figure");
    }

    @Test
    void onlySmoothFormsAreMeasuredAtEachShare() {
        FitReluRun.Settings settings = new FitReluRun.Settings(
                new Device("cpu", Map.of()),
                List.of(1, 2),
                List.of("zero-layer", "smooth-neuron"),
                List.of(16),
                List.of(1),
                List.of(0.05, 1.0),
                List.of(),
                List.of(),
                new JmhRun.Effort(1, 1, 1, 1));
        List<String> cells = FitReluCell.of(settings).stream()
                .map(cell -> cell.activation() + " " + cell.near() + " " + cell.threads())
                .toList();
        assertEquals(
                List.of(
                        "zero-layer 0.05 1",
                        "smooth-neuron 0.05 1",
                        "smooth-neuron 1.0 1",
                        "zero-layer 0.05 2",
                        "smooth-neuron 0.05 2",
                        "smooth-neuron 1.0 2"),
                cells);
        assertEquals(List.of("smooth", "zero"), settings.policies());
    }

    /** Within a tenth: it is the clock of a machine that does other things too. */
    @Test
    void theClockIsOneOfToday() {
        double gigahertz = ClockRate.gigahertz();
        assertTrue(gigahertz > 0.3 && gigahertz < 10, gigahertz + " GHz");
    }
}
