package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;

/** Sums of products, one output after the other. */
final class ProductKernels {

    private ProductKernels() {}

    static void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        Accumulation sum = new Accumulation(arithmetic, run);
        int element = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    for (int o = 0; o < shape.outChannels(); o++, element++) {
                        sum.begin(element, layer.bias(o));
                        addTaps(shape, x, layer.weight(), image, oy, ox, o, sum);
                        y[element] = sum.end();
                    }
                }
            }
        }
    }

    private static void addTaps(Conv2d shape, long[] x, long[] w, int image, int oy, int ox, int o, Accumulation sum) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int firstChannel = o / shape.outPerGroup() * shape.inPerGroup();
        for (int ky = down.firstTap(oy); ky < down.endTap(oy, shape.height()); ky++) {
            int line = image * shape.height() + down.input(oy, ky);
            for (int kx = across.firstTap(ox); kx < across.endTap(ox, shape.width()); kx++) {
                int pixel = (line * shape.width() + across.input(ox, kx)) * shape.inChannels() + firstChannel;
                int row = (ky * shape.kernelWidth() + kx) * shape.inPerGroup();
                for (int i = 0; i < shape.inPerGroup(); i++) {
                    sum.add(x[pixel + i], w[(row + i) * shape.outChannels() + o]);
                }
            }
        }
    }

    static void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        Accumulation sum = new Accumulation(arithmetic, run);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                sum.begin(i * n + j, layer.bias(j));
                for (int l = 0; l < k; l++) {
                    sum.add(x[i * k + l], layer.weight()[l * n + j]);
                }
                y[i * n + j] = sum.end();
            }
        }
    }

    static void batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        Accumulation sum = new Accumulation(arithmetic, run);
        int left = shape.m() * shape.k();
        int right = shape.k() * shape.n();
        int element = 0;
        for (int matrix = 0; matrix < shape.batch(); matrix++) {
            for (int i = 0; i < shape.m(); i++) {
                for (int j = 0; j < shape.n(); j++, element++) {
                    sum.begin(element, 0);
                    for (int l = 0; l < shape.k(); l++) {
                        int atLeft = shape.transposeA() ? l * shape.m() + i : i * shape.k() + l;
                        int atRight = shape.transposeB() ? j * shape.k() + l : l * shape.n() + j;
                        sum.add(a[matrix * left + atLeft], b[matrix * right + atRight]);
                    }
                    y[element] = sum.end();
                }
            }
        }
    }
}
