/**
 * How a bit error rate becomes flips ({@link org.fitact.fault.sampling.Sampling}): exactly, which is the default, and by the rules of
 * other tools, so that what they publish can be compared with. Only the exact one has a probability of the rate for every bit.
 */
package org.fitact.fault.sampling;
