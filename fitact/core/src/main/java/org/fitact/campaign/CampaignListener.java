package org.fitact.campaign;

/** Is told how a campaign goes on. */
@FunctionalInterface
public interface CampaignListener {

    /**
     * After every trial, when all its rates are done, whether it ran or was found in the store; and once more when the
     * rule stops a scheme early.
     *
     * @param done trials at a rate that are done or not needed any more, over all schemes
     * @param total of the whole campaign, at most
     */
    void progress(String scheme, long done, long total);

    /**
     * When a scheme was deployed, before its first trial.
     *
     * @param bytes of its words and its plan, about: what each worker that computes its trials needs for itself
     */
    default void deployed(String scheme, long bytes) {}
}
