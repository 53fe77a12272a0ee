/** Launchers of what attention and the layers around it are made of: softmax, many small products, group norm. */
@Internal
package org.fitact.cuda.kernel.attention;

import org.fitact.tensor.Internal;
