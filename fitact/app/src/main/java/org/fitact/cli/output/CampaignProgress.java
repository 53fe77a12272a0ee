package org.fitact.cli.output;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.fitact.campaign.CampaignListener;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;

/** Runs a campaign with a progress display. */
public final class CampaignProgress implements CampaignListener, AutoCloseable {

    private final String task;
    private final LongConsumer memory;
    private Progress progress;
    private boolean told;

    private CampaignProgress(String task, LongConsumer memory) {
        this.task = task;
        this.memory = memory;
    }

    /** A display that appears with the first trial. */
    public static CampaignProgress of(String task) {
        return new CampaignProgress(task, _ -> {});
    }

    public static StudyRecord run(CampaignRun run, StudyFolder out, CampaignRun.Provenance provenance)
            throws IOException {
        return run(run, out, provenance, _ -> {});
    }

    /** @param memory is told the bytes of the first network that is deployed */
    public static StudyRecord run(
            CampaignRun run, StudyFolder out, CampaignRun.Provenance provenance, LongConsumer memory)
            throws IOException {
        try (CampaignProgress display = new CampaignProgress("campaign", memory)) {
            return run.run(out, display, provenance);
        }
    }

    @Override
    public void deployed(String scheme, long bytes) {
        if (!told) {
            told = true;
            memory.accept(bytes);
        }
    }

    @Override
    public void progress(String scheme, long done, long total) {
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
