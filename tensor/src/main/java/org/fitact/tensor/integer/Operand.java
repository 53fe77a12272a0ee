package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.Format;

/** Words, and what they mean. */
public record Operand(long[] words, Format format) {}
