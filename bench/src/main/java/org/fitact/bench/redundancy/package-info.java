/** Inference with checks on what is computed beside the same without. */
package org.fitact.bench.redundancy;
