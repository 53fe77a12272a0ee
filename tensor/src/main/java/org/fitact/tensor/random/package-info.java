/**
 * Counter-based randomness: every number is a function of (seed, stream, position), so nothing depends on threads, on
 * the order of calls or on the machine, and a run that was interrupted goes on with the very same numbers.
 */
package org.fitact.tensor.random;
