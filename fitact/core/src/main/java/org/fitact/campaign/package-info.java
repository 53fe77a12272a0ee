/**
 * Campaigns: schemes × rates × trials, each of them a function of the study, the scheme and the number of the trial alone.
 * What was found goes to a {@link org.fitact.campaign.TrialLog}.
 */
package org.fitact.campaign;
