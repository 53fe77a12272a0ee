package org.fitact.advice;

import org.fitact.campaign.CampaignListener;

/** Is told how an advice comes about. */
public interface AdviceListener {

    /** A stage begins. */
    void stage(String name);

    /** Is told of the trials of the present stage. */
    CampaignListener campaign();
}
