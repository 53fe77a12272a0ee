/**
 * Apache Spark as a {@link org.fitact.campaign.remote.TrialCluster}: parcels are broadcast, a partition of trials, or of the faults of a
 * map, is a partition of a job. Found by {@code ServiceLoader}; part of the build in the profile {@code spark} only.
 */
package org.fitact.spark;
