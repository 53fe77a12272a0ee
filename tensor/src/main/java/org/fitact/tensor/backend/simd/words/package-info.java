/** Words of memories: their values, and what reading them through codes gives. */
@Internal
package org.fitact.tensor.backend.simd.words;

import org.fitact.tensor.Internal;
