/**
 * Memory of a backend: a {@link org.fitact.tensor.buffer.Buffer} of numbers of one {@link org.fitact.tensor.buffer.DType}, and
 * {@link org.fitact.tensor.buffer.PackedWeights} that a backend has made from one for its products.
 */
package org.fitact.tensor.buffer;
