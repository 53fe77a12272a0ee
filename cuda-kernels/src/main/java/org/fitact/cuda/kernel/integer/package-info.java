/**
 * Launchers of the kernels on words, by which networks are computed in integers. Operands are arrays of the host; a device of
 * their own computes one op at a time, whoever asks.
 */
@Internal
package org.fitact.cuda.kernel.integer;

import org.fitact.tensor.Internal;
