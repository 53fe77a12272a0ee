package org.fitact.nn.graph.op;

/**
 * An operator of the ONNX standard.
 *
 * @param since the first opset that has it
 */
public record OnnxOperator(String name, int since) {}
