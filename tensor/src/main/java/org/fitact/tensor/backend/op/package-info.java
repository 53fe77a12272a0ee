/**
 * What a backend computes: a record or an enum for each op, with its shape, its parameters and its formula. They hold no
 * code that computes; {@link org.fitact.tensor.backend.Backend} says what happens to which buffer. An op's kernels, launchers
 * and {@code .cu} file are called as it is here.
 */
package org.fitact.tensor.backend.op;
