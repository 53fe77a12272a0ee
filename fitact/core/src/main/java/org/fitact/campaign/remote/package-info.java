/**
 * Trials computed far from their campaign. A study travels as two parcels of bytes, the images of a trial ({@link
 * org.fitact.campaign.remote.ImagesParcel}) and a scheme with its network ({@link org.fitact.campaign.remote.SchemeParcel}). {@link
 * org.fitact.campaign.remote.PartitionScheduler} cuts the trials into partitions, {@link
 * org.fitact.campaign.remote.RemoteTrials} computes one, and in between is a {@link org.fitact.campaign.remote.TrialCluster}, which
 * carries bytes and knows nothing of trials.
 */
package org.fitact.campaign.remote;
