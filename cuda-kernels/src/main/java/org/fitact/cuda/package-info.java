/**
 * The CUDA backend: kernels in {@code src/main/cuda}, a family of ops in each file, and beside them their launchers in a
 * class of the same name. Between the launchers and a device stands {@link org.fitact.cuda.Driver}, with two
 * implementations: a GPU through JCuda, and an emulator that runs the very same sources on the CPU.
 */
package org.fitact.cuda;
