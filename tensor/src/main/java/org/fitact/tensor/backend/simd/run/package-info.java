/**
 * What every op of the SIMD backend runs on: the width of the vectors, worker threads, pooled arrays, each worker's scratch
 * memory. Knows no op.
 */
@Internal
package org.fitact.tensor.backend.simd.run;

import org.fitact.tensor.Internal;
