/**
 * Convolutions with kernels of 3×3 by Winograd's transforms, forward and backward; the products between the transforms are
 * those of {@code product}.
 */
@Internal
package org.fitact.tensor.backend.simd.winograd;

import org.fitact.tensor.Internal;
