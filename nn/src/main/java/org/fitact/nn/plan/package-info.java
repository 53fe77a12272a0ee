/**
 * Inference plans: a trained network compiled once into a list of fused steps over reused buffers, with batch norm folded
 * into the convolution before it. A plan is what is deployed, and what faults are injected into.
 */
package org.fitact.nn.plan;
