/** The writing of graphs as nodes of the ONNX standard. */
package org.fitact.nn.onnx.write;
