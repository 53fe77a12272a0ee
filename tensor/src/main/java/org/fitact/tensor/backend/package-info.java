/**
 * The contract between the engine and a device: {@link org.fitact.tensor.backend.Backend}, the providers through which
 * devices are found, and {@link org.fitact.tensor.backend.CheckedBackend}, which stands in front of every one of them. The
 * shapes and parameters of the ops are in {@code op}.
 */
package org.fitact.tensor.backend;
