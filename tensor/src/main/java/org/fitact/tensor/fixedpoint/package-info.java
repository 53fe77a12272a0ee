/**
 * Fixed-point numbers: formats, roundings, what becomes of an overflow, and the conversion to and from words. A word is
 * what a memory holds and what a fault flips, so it is the truth and never rebuilt from a float.
 */
package org.fitact.tensor.fixedpoint;
