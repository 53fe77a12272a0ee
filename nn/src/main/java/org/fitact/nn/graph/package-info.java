/**
 * The one form of a network. A {@link org.fitact.nn.graph.Graph} says what is computed, a
 * {@link org.fitact.nn.graph.Network} owns the numbers that it is computed with. What executes, changes, reads and writes
 * networks stands in packages of its own: {@code pass}, {@code nn.eager}, {@code nn.plan}, {@code nn.onnx},
 * {@code nn.checkpoint}.
 */
package org.fitact.nn.graph;
