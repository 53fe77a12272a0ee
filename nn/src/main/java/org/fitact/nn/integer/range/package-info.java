/**
 * What numbers of an inference in integers can be, by the formats and by the stored words, before any image is seen: the proof that a
 * sum fits a register, or that a number needs no rounding.
 */
@Internal
package org.fitact.nn.integer.range;

import org.fitact.tensor.Internal;
