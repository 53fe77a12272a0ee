/**
 * Passes: graph to graph. Plans, ONNX export and everything else that wants a network simpler than it was built go through
 * the same ones, so nothing is folded in two places.
 */
package org.fitact.nn.graph.pass;
