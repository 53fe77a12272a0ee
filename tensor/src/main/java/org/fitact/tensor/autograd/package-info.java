/**
 * Reverse-mode differentiation on a tape, above the backends, which know no gradients. One file per family of ops: each
 * holds the forward calls that a network uses and, as private records, what their backward passes need.
 */
package org.fitact.tensor.autograd;
