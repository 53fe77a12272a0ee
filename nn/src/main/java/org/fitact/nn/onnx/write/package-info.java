/** The writing of graphs as nodes of the ONNX standard. */
@Internal
package org.fitact.nn.onnx.write;

import org.fitact.tensor.Internal;
