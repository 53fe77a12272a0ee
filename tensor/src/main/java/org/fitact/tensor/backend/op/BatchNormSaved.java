package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/**
 * What the training forward pass of batch normalisation keeps for the backward pass.
 *
 * @param mean batch mean, {@code [channels]}
 * @param invStd {@code 1/√(variance + epsilon)} of the batch, {@code [channels]}
 */
public record BatchNormSaved(Buffer mean, Buffer invStd) {}
