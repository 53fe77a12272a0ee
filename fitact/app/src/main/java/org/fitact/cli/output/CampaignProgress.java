package org.fitact.cli.output;

import java.io.IOException;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;

/** Runs a campaign with a progress display. */
public final class CampaignProgress implements AutoCloseable {

    private final String task;
    private Progress progress;

    private CampaignProgress(String task) {
        this.task = task;
    }

    /** A display that appears with the first trial. */
    public static CampaignProgress of(String task) {
        return new CampaignProgress(task);
    }

    public static StudyRecord run(CampaignRun run, StudyFolder out, CampaignRun.Provenance provenance)
            throws IOException {
        try (CampaignProgress display = of("campaign")) {
            return run.run(out, display::show, provenance);
        }
    }

    public void show(String scheme, long done, long total) {
        if (progress == null) {
            progress = Progress.of(task, total);
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
