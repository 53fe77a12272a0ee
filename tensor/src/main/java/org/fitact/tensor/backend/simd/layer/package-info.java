/**
 * Everything but products, on vectors: element-wise ops and their gradients, bounded activations, reductions, batch norm,
 * pooling, cross-entropy, fixed point. A class named Kernels holds the innermost loops, the one it serves the way through the
 * threads.
 */
@Internal
package org.fitact.tensor.backend.simd.layer;

import org.fitact.tensor.Internal;
