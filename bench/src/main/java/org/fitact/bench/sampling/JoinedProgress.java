package org.fitact.bench.sampling;

import org.fitact.campaign.CampaignListener;

/** Several campaigns, of which is told as of one. */
final class JoinedProgress {

    private final CampaignListener whole;
    private final long total;
    private long begun;

    /** @param total trials at a rate of all campaigns */
    JoinedProgress(CampaignListener whole, long total) {
        this.whole = whole;
        this.total = total;
    }

    /**
     * What the next campaign tells.
     *
     * @param trials of it, at a rate
     */
    CampaignListener next(long trials) {
        long before = begun;
        begun += trials;
        return (scheme, done, _) -> whole.progress(scheme, before + done, total);
    }
}
