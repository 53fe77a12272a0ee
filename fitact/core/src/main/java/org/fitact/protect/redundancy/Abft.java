package org.fitact.protect.redundancy;

/**
 * Checksums of every convolution and linear layer; a product whose sums deviate by more than twice what rounding does is computed again for
 * that image (Hari et al., Making Convolutions Resilient via Algorithm-Based Error Detection Techniques, IEEE TDSC 2021, [9] of the FitAct
 * paper, its filter checksums; dos Santos et al., IEEE TR 68(2), 2018, [10], for matrix products).
 *
 * <p>Otherwise than there: one checksum for each place of the map and each group of filters, over the output channels, where [9] has
 * one for the whole map as well, and [10] a second over rows by which a single wrong number is found and mended without computing all again.
 */
public final class Abft extends ChecksumScheme {

    public Abft() {
        super("abft", ChecksumCheck.Response.RECOMPUTE, false);
    }

    @Override
    public String summary() {
        return "checksums of convolutions and linear layers, which are computed again where they deviate (after Hari et al., 2021)";
    }
}
