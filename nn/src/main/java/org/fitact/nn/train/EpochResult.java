package org.fitact.nn.train;

/**
 * What one epoch of training came to.
 *
 * @param epoch from 1
 * @param loss mean over the epoch's steps
 * @param heldOutAccuracy after the epoch, 0..1
 * @param seconds that the epoch took, evaluation included
 */
public record EpochResult(int epoch, double loss, double heldOutAccuracy, double seconds) {}
