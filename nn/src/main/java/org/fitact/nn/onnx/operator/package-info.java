/** What the operators of ONNX mean here, a class for each family; {@code Operators} lists them all. */
package org.fitact.nn.onnx.operator;
