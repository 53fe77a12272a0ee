package org.fitact.cli.output;

import org.fitact.advice.AdviceListener;
import org.fitact.campaign.CampaignListener;

/** The stages of an advice, as those of a reproduction. */
public final class AdviceProgress implements AdviceListener, AutoCloseable {

    private final StageProgress stages = new StageProgress();

    @Override
    public void stage(String name) {
        stages.stage(name);
    }

    @Override
    public CampaignListener campaign() {
        return stages.campaign();
    }

    @Override
    public void close() {
        stages.close();
    }
}
