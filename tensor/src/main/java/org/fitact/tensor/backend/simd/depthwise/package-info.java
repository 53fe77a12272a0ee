/**
 * Convolutions in so many groups that a group has fewer output channels than a vector has lanes, the depthwise ones first
 * of all: every lane is an output channel with inputs of its own. {@link
 * org.fitact.tensor.backend.simd.depthwise.DepthwiseProduct} computes them, {@link
 * org.fitact.tensor.backend.simd.depthwise.DepthwiseGradients} their gradients where a group has one channel.
 */
@Internal
package org.fitact.tensor.backend.simd.depthwise;

import org.fitact.tensor.Internal;
