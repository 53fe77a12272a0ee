/**
 * Transient faults: bits that flip in what a network computes, and are gone with the inference ({@link
 * org.fitact.transients.TransientFaults}). What may be struck are values of the network as it was before it was protected ({@link
 * org.fitact.transients.Places}); what is struck follows from a counter ({@link org.fitact.transients.TransientSampler}), and a {@link
 * org.fitact.transients.Striker} flips it between the steps of a plan, in float or in integers.
 */
package org.fitact.transients;
