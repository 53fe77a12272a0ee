/**
 * A network in integer arithmetic as ONNX with QuantizeLinear and DequantizeLinear: {@link org.fitact.nn.integer.onnx.QdqExport} writes
 * what that can say, and {@code QdqLimits} refuses the rest with the reason.
 */
@Internal
package org.fitact.nn.integer.onnx;

import org.fitact.tensor.Internal;
