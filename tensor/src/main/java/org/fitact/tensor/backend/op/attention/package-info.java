/** Parameters of the ops that attention and the layers around it are made of; as those of the package around. */
package org.fitact.tensor.backend.op.attention;
