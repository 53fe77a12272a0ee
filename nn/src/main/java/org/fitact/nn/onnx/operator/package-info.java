/** What the operators of ONNX mean here, a class for each family; {@code Operators} lists them all. */
@Internal
package org.fitact.nn.onnx.operator;

import org.fitact.tensor.Internal;
