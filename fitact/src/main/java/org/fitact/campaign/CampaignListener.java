package org.fitact.campaign;

/** Is told how a campaign goes on. */
@FunctionalInterface
public interface CampaignListener {

    /**
     * After every trial at one rate, or when trials were found finished already.
     *
     * @param done trials at a rate that are done, over all schemes
     * @param total of the whole campaign, at most
     */
    void progress(String scheme, long done, long total);
}
