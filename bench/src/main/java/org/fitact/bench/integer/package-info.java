/** Inference in integers beside the same in float. */
package org.fitact.bench.integer;
