package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/**
 * Where the gradients of an {@link Interval} go; each is overwritten, or null if it is not wanted.
 *
 * @param input {@code [shape.elements()]}
 * @param lower {@code [shape.bounds()]}
 * @param upper {@code [shape.bounds()]}
 */
public record IntervalGradients(Buffer input, Buffer lower, Buffer upper) {}
