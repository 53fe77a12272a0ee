package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.run.Score;
import org.fitact.cli.doctor.Machine;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.junit.jupiter.api.Test;

class ActivationReportTest {

    private static final Provenance PROVENANCE =
            new Provenance("1", "abc", "bin/fitact bench fitrelu", "today", Machine.here(), 0.1, "simd: 256 bits", 2);

    private static Score score(String method, double micros, Map<String, String> parameters) {
        return new Score(method, parameters, micros, micros / 100, "us/op");
    }

    /** 4 MiB: a copy moves 8 MiB in 838.8608 µs, 10 GB/s; an activation with as many bounds moves 12 MiB. */
    @Test
    void sharesAreOfTheBytesThatMustMove() {
        Map<String, String> size = Map.of("kibibytes", "4096");
        List<Score> copies = List.of(score("copy", 838.8608, size), score("relu", 1677.7216, size));
        List<Score> activations = new ArrayList<>();
        for (String method : List.of("forward", "backward")) {
            activations.add(
                    score(method, 1258.2912, Map.of("kibibytes", "4096", "batch", "1", "activation", "zero-neuron")));
        }
        Map<String, String> layer = Map.of("layer", "32:64", "policy", "zero", "batch", "16");
        List<Score> fusion =
                List.of(score("relu", 1000, layer), score("fused", 1010, layer), score("separate", 1250, layer));
        ActivationReport report = new ActivationReport(copies, activations, fusion, PROVENANCE);
        String text = Markdown.of(report.document());
        assertTrue(text.contains("| copy | 10.0 |"), text);
        assertTrue(text.contains("| relu | 5.0 |"), text);
        assertTrue(text.contains("| zero-neuron | 10.0 (100 %) |"), text);
        assertTrue(text.contains("| zero-neuron | 16.7 (167 %) |"), text);
        assertTrue(text.contains("| 1,010 ± 10.1 (+1.0 %) | 1,250 ± 12.5 (+25.0 %) |"), text);
        assertTrue(Html.of(report.document()).contains("<svg"), "no figure");
    }
}
