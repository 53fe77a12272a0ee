package org.fitact.nn.plan;

import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * Fixed-point words that lie on a plan's backend.
 *
 * @param buffer INT32
 * @param offset the first word
 * @param length how many
 */
public record StoredWords(FixedPoint arithmetic, Buffer buffer, int offset, int length) {}
