/**
 * What the backends that compute on the CPU share: buffers that are Java arrays, and the copies between them and the
 * caller's memory. No arithmetic lives here, and no checks: they stand in front of every backend, in {@link
 * org.fitact.tensor.backend.CheckedBackend}.
 */
package org.fitact.tensor.backend.cpu;
