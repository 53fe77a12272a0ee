/** Fixed-point numbers: formats, rounding, overflow, and exact conversion between words and floating point. */
package org.fitact.tensor.fixedpoint;
