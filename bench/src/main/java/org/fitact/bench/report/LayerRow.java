package org.fitact.bench.report;

import org.fitact.nn.plan.PlanProduct;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Product;

/**
 * A layer of a plan as a report shows it.
 *
 * @param shape for people: input, kernel and output
 * @param algorithm with a word if the pooling behind the layer is computed with it
 * @param megaflops 10⁶ operations of sums of taps, two for each product of numbers; Winograd computes fewer
 * @param weightMegabytes weights as 32-bit floats
 * @param mapMegabytes input and output of the whole batch
 */
public record LayerRow(
        String model,
        int batch,
        String layer,
        String shape,
        String algorithm,
        double megaflops,
        double weightMegabytes,
        double mapMegabytes) {

    /** Of one layer of a network's plan. */
    public static LayerRow of(String model, int batch, PlanProduct product) {
        return new LayerRow(
                model,
                batch,
                product.layer(),
                text(product.shape()),
                product.algorithm() + (product.pools() ? ", pooled" : ""),
                2e-6 * product.multiplications(),
                1e-6 * Float.BYTES * product.weightElements(),
                1e-6 * Float.BYTES * product.mapElements());
    }

    /** Operations for each byte that must be read or written at least once. */
    double intensity() {
        return megaflops / (weightMegabytes + mapMegabytes);
    }

    private static String strides(Conv2d conv) {
        int down = conv.window().vertical().stride();
        int across = conv.window().horizontal().stride();
        return down == across ? down > 1 ? " by " + down : "" : " by " + down + "×" + across;
    }

    private static String text(Product product) {
        return switch (product) {
            case Conv2d conv ->
                conv.height() + "×" + conv.width() + "×" + conv.inChannels() + " → " + conv.outHeight() + "×"
                        + conv.outWidth() + "×" + conv.outChannels() + ", " + conv.kernelHeight() + "×"
                        + conv.kernelWidth() + strides(conv)
                        + (conv.groups() > 1 ? ", " + conv.groups() + " groups" : "");
            case Gemm gemm -> gemm.k() + " → " + gemm.n();
        };
    }
}
