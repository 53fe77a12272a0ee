package org.fitact.nn.onnx;

/**
 * How a network becomes an ONNX graph.
 *
 * @param foldBatchNorm batch norm goes into the convolution before it; false keeps it as nodes of its own
 * @param guarded bounded activations give 0 for NaN and for +∞ above their bound, as everywhere in this program; false
 *     writes the bare formula, which has fewer nodes and is the same for finite inputs (see {@link OnnxExport})
 * @param names of input and output
 */
public record ExportOptions(boolean foldBatchNorm, boolean guarded, ValueNames names) {

    /** Batch norm folded, activations guarded. */
    public static final ExportOptions DEFAULT = new ExportOptions(true, true);

    /** Under the usual names. */
    public ExportOptions(boolean foldBatchNorm, boolean guarded) {
        this(foldBatchNorm, guarded, ValueNames.DEFAULT);
    }
}
