/**
 * What the backends that compute on the CPU share: buffers that are Java arrays, the copies between them and the
 * caller's memory, and the checks of an op's arguments. No arithmetic lives here.
 */
package org.fitact.tensor.backend.cpu;
