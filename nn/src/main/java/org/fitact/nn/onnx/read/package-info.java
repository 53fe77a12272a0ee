/**
 * The reading of a file's graph, without any operator: nodes in their order, what a name stands for, how the nodes of a network
 * come together and are called, and what stands in the way.
 */
package org.fitact.nn.onnx.read;
