package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.report.document.Markdown;
import org.junit.jupiter.api.Test;

class DecodeReportTest {

    private static final Provenance PROVENANCE = SomeProvenance.of("bin/fitact bench decode");

    /** 12 ms of 48 are a quarter of an inference, and 0.25 % if they come once in a hundred. */
    @Test
    void saysWhatShareOfACopyAndOfAnInferenceDecodingIs() {
        DecodeReport report =
                new DecodeReport(List.of(new DecodeReport.Row("vote", 12, 0.05, 10, 16)), 48, List.of(), PROVENANCE);
        String text = Markdown.of(report.document());
        assertTrue(text.contains("| vote | 12.0 ± 0.600 | 10.0 | 16.0 | 62.5 | 25.0 | 0.250 |"), text);
        assertTrue(text.contains("48.0 ms"), text);
    }
}
