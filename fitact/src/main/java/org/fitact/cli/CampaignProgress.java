package org.fitact.cli;

import java.io.IOException;
import org.fitact.report.ReportInputs;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;

/** Runs a campaign with a progress display. */
final class CampaignProgress implements AutoCloseable {

    private Progress progress;

    private CampaignProgress() {}

    static ReportInputs run(CampaignRun run, StudyFolder out, CampaignRun.Provenance provenance) throws IOException {
        try (CampaignProgress display = new CampaignProgress()) {
            return run.run(out, display::show, provenance);
        }
    }

    private void show(String scheme, long done, long total) {
        if (progress == null) {
            progress = Progress.of("campaign", total);
        }
        progress.at(done, scheme);
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
