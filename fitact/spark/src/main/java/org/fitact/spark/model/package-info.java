/**
 * What a campaign takes on how many executors: partitions and their executors are simulated, event by event, with the sizes that {@link
 * org.fitact.campaign.remote.PartitionScheduler} would choose.
 */
package org.fitact.spark.model;
