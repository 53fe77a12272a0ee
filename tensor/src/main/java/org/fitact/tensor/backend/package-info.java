/**
 * The contract between the engine and a device: {@link org.fitact.tensor.backend.Backend}, the records that describe each
 * op's shape and parameters, and the providers through which devices are found.
 */
package org.fitact.tensor.backend;
