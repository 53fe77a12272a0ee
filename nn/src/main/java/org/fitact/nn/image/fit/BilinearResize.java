package org.fitact.nn.image.fit;

/**
 * Resizes an image by a triangle filter that is widened where the image shrinks (antialiasing): along the rows, then along the
 * columns, each rounded to bytes. Weights are fixed point with {@value #PRECISION} fraction bits. It is the algorithm of
 * Pillow's {@code Image.resize(size, BILINEAR)}, on which torchvision's {@code Resize} stands, to the bit.
 */
final class BilinearResize {

    private static final int PRECISION = 22;
    private static final int HALF = 1 << PRECISION - 1;

    private BilinearResize() {}

    static Raster to(int height, int width, Raster image) {
        Raster wide = width == image.width() ? image : rows(image, new Weights(image.width(), width));
        return height == image.height() ? wide : columns(wide, new Weights(image.height(), height));
    }

    /** For each of {@code out} positions, where among {@code in} it begins, and what each from there on counts. */
    private static final class Weights {

        private final int[] first;
        private final int[][] of;

        Weights(int in, int out) {
            first = new int[out];
            of = new int[out][];
            double scale = (double) in / out;
            double support = Math.max(1, scale);
            for (int i = 0; i < out; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - support + 0.5));
                int end = Math.min(in, (int) (centre + support + 0.5));
                of[i] = normalised(triangle(first[i], end, centre, support));
            }
        }

        private static double[] triangle(int from, int to, double centre, double support) {
            double[] weights = new double[to - from];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, 1 - Math.abs((i + from - centre + 0.5) * (1 / support)));
            }
            return weights;
        }

        private static int[] normalised(double[] weights) {
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            int[] fixed = new int[weights.length];
            for (int i = 0; i < fixed.length; i++) {
                fixed[i] = (int) (0.5 + weights[i] / sum * (1 << PRECISION));
            }
            return fixed;
        }
    }

    private static Raster rows(Raster image, Weights weights) {
        int width = weights.of.length;
        int channels = image.channels();
        byte[] target = new byte[Math.multiplyExact(image.height(), width * channels)];
        int at = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * image.width() + weights.first[x]) * channels;
                for (int c = 0; c < channels; c++) {
                    target[at++] = sum(image.pixels(), from + c, channels, weights.of[x]);
                }
            }
        }
        return new Raster(image.height(), width, channels, target);
    }

    private static Raster columns(Raster image, Weights weights) {
        int height = weights.of.length;
        int row = image.width() * image.channels();
        byte[] target = new byte[Math.multiplyExact(height, row)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            int from = weights.first[y] * row;
            for (int x = 0; x < row; x++) {
                target[at++] = sum(image.pixels(), from + x, row, weights.of[y]);
            }
        }
        return new Raster(height, image.width(), image.channels(), target);
    }

    private static byte sum(byte[] pixels, int from, int step, int[] weights) {
        int sum = HALF;
        for (int i = 0; i < weights.length; i++) {
            sum += (pixels[from + i * step] & 255) * weights[i];
        }
        return (byte) Math.clamp(sum >> PRECISION, 0, 255);
    }
}
