/**
 * The SIMD backend: multi-threaded kernels on {@code jdk.incubator.vector}, which is imported here and nowhere else.
 *
 * <p>Kernels take arrays, offsets and sizes, never a buffer. Channels are the vector dimension everywhere; every chain of
 * additions has one fixed order, so neither the width of the vectors nor the number of threads shows in a result.
 */
@Internal
package org.fitact.tensor.backend.simd;

import org.fitact.tensor.Internal;
