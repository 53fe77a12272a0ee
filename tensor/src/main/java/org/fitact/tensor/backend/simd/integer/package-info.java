/**
 * Inference in integers by vectors of doubles, in which whole numbers below 2^53 are exact: {@link
 * org.fitact.tensor.backend.simd.integer.SimdIntegerOps} has the words and counts of the reference wherever the words prove
 * that, and leaves everything else to it.
 */
@Internal
package org.fitact.tensor.backend.simd.integer;

import org.fitact.tensor.Internal;
