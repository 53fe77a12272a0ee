/** Inference in words of fixed point, computed in integers or in float, beside the same in float. */
package org.fitact.bench.number;
