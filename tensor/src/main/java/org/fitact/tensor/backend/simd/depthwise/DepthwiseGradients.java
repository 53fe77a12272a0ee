package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.simd.layer.BinaryKernels;
import org.fitact.tensor.backend.simd.run.Execution;

/**
 * The two gradients of a depthwise convolution with as many outputs as inputs. All that belongs to a channel lies in one
 * lane of its maps and of its weights.
 */
public record DepthwiseGradients(Conv2d shape) {

    /** Shares that the lines of the output are cut into for the gradient by the weight. */
    private static final int SHARES = 16;

    /** Whether these are the ones for a shape. */
    public static boolean suit(Conv2d shape) {
        return shape.isDepthwise() && shape.outPerGroup() == 1;
    }

    /**
     * {@code gx[iy, ix, c] = Σ gy[oy, ox, c] · w[ky, kx, c]}. A task is a line of the input, to which each line of gy that
     * saw it is added, tap by tap.
     *
     * @param gx modified
     */
    public void byInput(Execution execution, float[] gy, float[] w, float[] gx) {
        Window1d down = shape.window().vertical();
        execution.workers().run(shape.batch() * shape.height(), (number, worker) -> {
            int line = number * shape.width() * shape.inChannels();
            Arrays.fill(gx, line, line + shape.width() * shape.inChannels(), 0);
            int iy = number % shape.height();
            for (int ky = 0; ky < down.kernel(); ky++) {
                int at = iy - down.input(0, ky);
                if (at >= 0 && at % down.stride() == 0 && at / down.stride() < shape.outHeight()) {
                    int oy = number / shape.height() * shape.outHeight() + at / down.stride();
                    addLine(gy, oy * shape.outWidth() * shape.inChannels(), w, ky, gx, line);
                }
            }
        });
    }

    private void addLine(float[] gy, int from, float[] w, int ky, float[] gx, int to) {
        Window1d across = shape.window().horizontal();
        int channels = shape.inChannels();
        for (int ox = 0; ox < shape.outWidth(); ox++) {
            for (int kx = across.firstTap(ox); kx < across.endTap(ox, shape.width()); kx++) {
                int tap = (ky * shape.kernelWidth() + kx) * channels;
                add(gy, from + ox * channels, w, tap, gx, to + across.input(ox, kx) * channels, channels);
            }
        }
    }

    /** {@code sums ← sums + a·b}. */
    private static void add(float[] a, int aAt, float[] b, int bAt, float[] sums, int at, int n) {
        int whole = F.loopBound(n);
        for (int i = 0; i < whole; i += L) {
            FloatVector sum = load(sums, at + i);
            load(a, aAt + i).fma(load(b, bAt + i), sum).intoArray(sums, at + i);
        }
        for (int i = whole; i < n; i++) {
            sums[at + i] = Math.fma(a[aAt + i], b[bAt + i], sums[at + i]);
        }
    }

    /**
     * {@code gw[ky, kx, c] = Σ x[iy, ix, c] · gy[oy, ox, c]}. A task is a fixed share of the lines of the output, whose
     * sums are in row-major order; those of the tasks are added in their order.
     *
     * @param gw modified
     */
    public void byWeight(Execution execution, float[] x, float[] gy, float[] gw) {
        int lines = shape.batch() * shape.outHeight();
        int shares = Math.min(SHARES, lines);
        int size = shape.weightElements();
        execution.withArray(Math.multiplyExact(shares, size), sums -> {
            execution.workers().run(shares, (share, worker) -> {
                Arrays.fill(sums, share * size, (share + 1) * size, 0);
                for (int line = share * lines / shares; line < (share + 1) * lines / shares; line++) {
                    addProducts(x, gy, line, sums, share * size);
                }
            });
            System.arraycopy(sums, 0, gw, 0, size);
            execution.workers().forPieces(size, (from, length) -> {
                for (int share = 1; share < shares; share++) {
                    BinaryKernels.add(gw, from, sums, share * size + from, gw, from, length);
                }
            });
        });
    }

    private void addProducts(float[] x, float[] gy, int number, float[] sums, int to) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int channels = shape.inChannels();
        int oy = number % shape.outHeight();
        for (int ky = down.firstTap(oy); ky < down.endTap(oy, shape.height()); ky++) {
            int line = (number / shape.outHeight() * shape.height() + down.input(oy, ky)) * shape.width();
            for (int ox = 0; ox < shape.outWidth(); ox++) {
                int upstream = (number * shape.outWidth() + ox) * channels;
                for (int kx = across.firstTap(ox); kx < across.endTap(ox, shape.width()); kx++) {
                    int pixel = (line + across.input(ox, kx)) * channels;
                    int tap = (ky * shape.kernelWidth() + kx) * channels;
                    add(x, pixel, gy, upstream, sums, to + tap, channels);
                }
            }
        }
    }
}
