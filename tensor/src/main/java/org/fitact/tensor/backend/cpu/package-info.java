/**
 * What the backends that compute on the CPU share: buffers that are Java arrays, the copies between them and the
 * caller's memory, and the functions of one number in double that define their ops. No checks live here: they stand in front of every backend, in {@link
 * org.fitact.tensor.backend.CheckedBackend}.
 */
@Internal
package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.Internal;
