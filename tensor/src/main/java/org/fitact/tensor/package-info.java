/** Shapes and tensors: a shape laid over a backend's buffer. What can be done with them is in the packages below. */
package org.fitact.tensor;
