/**
 * Layers: what a network is made of. A layer knows its parameters, the shape that it makes of its input, how to run
 * forward on a tape (gradients come from the tape), and how it is lowered into an inference plan.
 */
package org.fitact.nn.layer;
