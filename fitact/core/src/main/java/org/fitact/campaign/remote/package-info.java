/**
 * Trials computed far from their campaign, and faults followed far from their map. A study travels as two parcels of bytes, the images of
 * a trial ({@link org.fitact.campaign.remote.ImagesParcel}) and a scheme with its network ({@link org.fitact.campaign.remote.SchemeParcel}). {@link
 * org.fitact.campaign.remote.PartitionScheduler} cuts the trials into partitions, {@link
 * org.fitact.campaign.remote.RemoteTrials} computes one, and in between is a {@link org.fitact.campaign.remote.TrialCluster}, which
 * carries bytes and knows nothing of trials. A map travels in the same parcels; {@link org.fitact.campaign.remote.ClusterWorkers} cuts
 * its images into partitions, with the faults of each.
 */
@Internal
package org.fitact.campaign.remote;

import org.fitact.tensor.Internal;
