package org.fitact.cuda;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.kernel.Tiling;

/**
 * What a launch must move and compute at least: each input read once, each output written once.
 *
 * @param block threads of a block
 * @param bytes formula of the bytes
 * @param flops formula of the floating-point operations
 * @param example the sizes for which the floor is computed
 * @param exampleBytes bytes for these
 * @param exampleFlops floating-point operations for these
 */
record KernelCost(
        String kernel,
        String block,
        String bytes,
        String flops,
        String example,
        double exampleBytes,
        double exampleFlops) {

    /** Read plus written, as a device-to-device copy on an H100 does. */
    private static final double BYTES_PER_SECOND = 2.95e12;

    private static final double FLOPS_PER_SECOND = 67e12;
    private static final double TENSOR_FLOPS_PER_SECOND = 494e12;

    private static final double N = 1L << 26;
    private static final String ELEMENTS = "n = 2^26";
    private static final String MAPS = "n = 2^26, c = 64";
    private static final String PRODUCT = "m = n = k = 4096";
    private static final String CONVOLUTION = "64 images 56×56, 128 → 128 channels, 3×3";
    private static final String FLIPS = "VGG16, rate 1e-5: w = 138 357 544, h = 44 274";
    private static final double HITS = 44_274;
    private static final double WEIGHTS = 9.0 * 128 * 128;
    private static final double MAP = 64.0 * 56 * 56 * 128;

    /** The least time on an H100, in microseconds, of the example. */
    double floorMicroseconds() {
        double flopsPerSecond = kernel.endsWith("Tf32") ? TENSOR_FLOPS_PER_SECOND : FLOPS_PER_SECOND;
        return 1e6 * Math.max(exampleBytes / BYTES_PER_SECOND, exampleFlops / flopsPerSecond);
    }

    private static String flops(int ofAnElement) {
        return ofAnElement == 0 ? "–" : ofAnElement == 1 ? "n" : ofAnElement + "n";
    }

    private static KernelCost elementwise(String kernel, int bytes, int flops) {
        return new KernelCost(kernel, "256", bytes + "n", flops(flops), ELEMENTS, bytes * N, flops * N);
    }

    private static KernelCost maps(String kernel, String block, int bytes, int flops) {
        return new KernelCost(kernel, block, bytes + "n + O(c)", flops(flops), MAPS, bytes * N, flops * N);
    }

    private static KernelCost small(String kernel, String block, String bytes) {
        return new KernelCost(kernel, block, bytes, "–", "c = 64, 1024 parts", 16.0 * 1024 * 64, 0);
    }

    private static KernelCost product(String kernel) {
        double side = 4096;
        return new KernelCost(
                kernel, "256", "4(mk + kn + mn)", "2mnk", PRODUCT, 12 * side * side, 2 * side * side * side);
    }

    /** Words of eight bytes; what integer operations take is not counted. */
    private static KernelCost productOfWords(String kernel) {
        double side = 4096;
        return new KernelCost(kernel, "256", "8(mk + kn + mn)", "–", PRODUCT, 24 * side * side, 0);
    }

    private static KernelCost convolutionOfWords(String kernel) {
        return new KernelCost(kernel, "256", "8(x + w + y)", "–", CONVOLUTION, 8 * (2 * MAP + WEIGHTS), 0);
    }

    private static KernelCost batched(String kernel) {
        double products = 768;
        double rows = 197;
        double depth = 64;
        return new KernelCost(
                kernel,
                "256",
                "4b(mk + kn + mn)",
                "2bmnk",
                "b = 768, m = n = 197, k = 64",
                4 * products * rows * (2 * depth + rows),
                2 * products * rows * rows * depth);
    }

    private static KernelCost convolution(String kernel) {
        return new KernelCost(
                kernel, "256", "4(x + w + y)", "2·y·taps·in", CONVOLUTION, 4 * (2 * MAP + WEIGHTS), 2 * MAP * 9 * 128);
    }

    private static KernelCost flips(String kernel, String bytes, double exampleBytes) {
        return new KernelCost(kernel, "256", bytes, "–", FLIPS, exampleBytes, 0);
    }

    /** One for every kernel. */
    static List<KernelCost> all() {
        List<KernelCost> all = new ArrayList<>(List.of(
                maps("batchNormSums", "32×8", 4, 3),
                small("batchNormStatistics", "256", "16·parts·c"),
                maps("batchNormNormalise", "256", 8, 4),
                maps("batchNormInference", "256", 8, 6),
                maps("batchNormGradSums", "32×8", 8, 5),
                small("batchNormGradParameters", "256", "16·parts·c"),
                maps("batchNormGradInput", "256", 12, 8),
                elementwise("boundedRelu", 8, 8),
                elementwise("boundedRelu4", 8, 8),
                elementwise("boundedReluLayer", 8, 8),
                elementwise("boundedReluBackward", 12, 14),
                elementwise("boundedReluBackward4", 12, 14),
                elementwise("boundedReluLayerBackward", 12, 14),
                elementwise("interval", 8, 9),
                elementwise("interval4", 8, 9),
                elementwise("intervalBackward", 12, 16),
                elementwise("intervalBackward4", 12, 16),
                elementwise("firstOutside", 4, 0),
                elementwise("fill", 4, 0),
                elementwise("unary", 8, 1),
                elementwise("unaryGrad", 16, 2),
                elementwise("binary", 12, 1),
                elementwise("binaryBroadcast", 8, 1),
                elementwise("axpy", 12, 2),
                elementwise("copyStrided", 8, 0),
                elementwise("dequantise", 8, 1),
                elementwise("voteWords", 8, 0),
                elementwise("guardWords", 8, 0),
                elementwise("secdedWords", 12, 0),
                flips("flipBits", "8h + 64h", 72 * HITS),
                flips("flipAdvances", "8h / 256", 8 * HITS / 256),
                flips("flipStarts", "16h / 256", 16 * HITS / 256),
                flips("flipGenerated", "64h", 64 * HITS),
                elementwise("finishProduct", 8, 2),
                elementwise("sgd", 20, 6),
                elementwise("adam", 28, 14),
                maps("poolForward", "256", 5, 1),
                maps("poolBackward", "256", 9, 4),
                elementwise("reduceRows", 4, 1),
                maps("reduceColumns", "32×8", 4, 1),
                elementwise("argmaxRows", 4, 1),
                elementwise("crossEntropy", 8, 6),
                elementwise("crossEntropyBackward", 8, 2),
                elementwise("softmax", 8, 6),
                elementwise("softmaxBackward", 12, 4),
                elementwise("groupNorm", 8, 8),
                elementwise("groupNormBackward", 12, 14),
                batched("batchedGemm"),
                maps("convDepthwise3", "256", 8, 18),
                maps("convDepthwise3by2", "256", 5, 4),
                maps("convDepthwise5", "256", 8, 50),
                maps("convDepthwise5by2", "256", 5, 12),
                maps("convGrouped", "256", 8, 18),
                maps("convGroupedGradInput", "256", 8, 18),
                maps("convGroupedGradWeight", "256", 8, 18),
                elementwise("integerBinary", 24, 0),
                elementwise("integerBound", 16, 0),
                elementwise("integerClip", 16, 0),
                elementwise("integerQuantise", 12, 0),
                elementwise("integerTable", 16, 0),
                maps("integerPool", "256", 10, 0),
                convolutionOfWords("integerConv2d"),
                productOfWords("integerGemm"),
                product("naiveGemm"),
                convolution("naiveConvolution"),
                convolution("naiveConvolutionGradInput"),
                convolution("naiveConvolutionGradWeight")));
        for (Tiling.Tile tile : Tiling.TILES) {
            for (String arithmetic : List.of("", "Tf32")) {
                all.add(product("gemm" + tile + arithmetic));
                all.add(convolution("conv" + tile + arithmetic));
                all.add(convolution("convGradInput" + tile + arithmetic));
                all.add(convolution("convGradWeight" + tile + arithmetic));
            }
        }
        return all;
    }
}
