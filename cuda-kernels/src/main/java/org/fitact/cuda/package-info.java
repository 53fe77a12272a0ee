/**
 * The CUDA backend, and the choice between its own products and convolutions and those of cuBLAS and cuDNN. What launches a
 * kernel is in {@code kernel}; what stands between a launch and a device in {@code driver}.
 */
package org.fitact.cuda;
