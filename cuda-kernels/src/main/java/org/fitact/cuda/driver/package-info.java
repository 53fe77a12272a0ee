/**
 * What launches reach a device through: {@link org.fitact.cuda.driver.Driver}, with two implementations, a GPU through JCuda
 * and an emulator that compiles the very same sources for the CPU and runs them there.
 */
@Internal
package org.fitact.cuda.driver;

import org.fitact.tensor.Internal;
