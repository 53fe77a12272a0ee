/**
 * Checkpoints: named tensors and string metadata in one safetensors file, written atomically and read without trust, so
 * that a damaged or hostile file ends in one line that says what is wrong with it.
 */
package org.fitact.nn.checkpoint;
