/** The node tests of the ONNX project, posed as networks: {@code ./mvnw -P conformance}, described in docs/networks.md. */
package org.fitact.nn.onnx.conformance;
