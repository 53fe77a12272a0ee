package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.report.document.Markdown;
import org.junit.jupiter.api.Test;

class InjectionReportTest {

    private static final Provenance PROVENANCE = SomeProvenance.of("bin/fitact bench inject");

    /** As with {@code --models resnet50}, where no network is named for a campaign. */
    @Test
    void withoutCampaignsThereIsNoSectionOfThem() {
        String text = Markdown.of(new InjectionReport(List.of(), List.of(), PROVENANCE).document());
        assertTrue(text.contains("set-up and undo"), text);
        assertFalse(text.contains("A whole campaign"), text);
    }
}
