/**
 * What the nodes of a graph compute, one file an op: its formula, shapes and parameters, and the ONNX operator that it
 * corresponds to.
 */
package org.fitact.nn.graph.op;
