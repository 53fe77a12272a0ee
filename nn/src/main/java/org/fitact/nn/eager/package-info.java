/** Runs a network op by op on a tape: what training, post-training and profiling of neurons go through. */
package org.fitact.nn.eager;
