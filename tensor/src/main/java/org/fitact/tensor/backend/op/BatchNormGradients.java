package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/**
 * Where the backward pass of batch normalisation writes; each is overwritten.
 *
 * @param input {@code [rows, channels]}
 * @param gamma {@code [channels]}
 * @param beta {@code [channels]}
 */
public record BatchNormGradients(Buffer input, Buffer gamma, Buffer beta) {}
