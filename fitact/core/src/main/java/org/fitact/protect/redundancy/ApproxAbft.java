package org.fitact.protect.redundancy;

/**
 * As {@link Abft}, but with thresholds that let pass what changes no answer (after Xue et al., ApproxABFT, arXiv 2302.10469): fewer
 * products are computed again.
 *
 * <p>Otherwise than there: thresholds are raised by factors of 4, layer by layer, while a deviation of that size in one sum of each held-out
 * image leaves all classes as they are; the paper searches them for all layers together, under faults, and compares sums of whole blocks.
 */
public final class ApproxAbft extends ChecksumScheme {

    public ApproxAbft() {
        super("approx-abft", ChecksumCheck.Response.RECOMPUTE, true);
    }

    @Override
    public String summary() {
        return "checksums whose thresholds let pass what changes no answer (after ApproxABFT, Xue et al., 2023)";
    }
}
