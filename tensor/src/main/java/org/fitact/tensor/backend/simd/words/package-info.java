/** Words of memories: their values, and what reading them through codes gives. */
package org.fitact.tensor.backend.simd.words;
