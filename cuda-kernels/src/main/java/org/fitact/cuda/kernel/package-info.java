/**
 * The launchers: for each family of kernels, a file {@code NAME.cu} in {@code src/main/cuda}, the class {@code NameKernels}
 * here, which computes grid, blocks and arguments; and the memory that they work on.
 */
@Internal
package org.fitact.cuda.kernel;

import org.fitact.tensor.Internal;
