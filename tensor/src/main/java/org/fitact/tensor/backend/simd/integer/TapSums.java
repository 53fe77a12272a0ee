package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.DoubleSums.DEPTH;
import static org.fitact.tensor.backend.simd.integer.DoubleSums.ROWS;
import static org.fitact.tensor.backend.simd.integer.Doubles.J;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * Sums of products, tap by tap: for a block of output pixels and a panel of channels the terms of a tap are added to all sums of
 * the block. A linear layer is one tap. For one thread.
 */
final class TapSums {

    /** Rows of a block: their sums take 200 KB at most, which an L2 cache holds beside a panel and their inputs. */
    private static final int BLOCK = 768;

    /** Input channels from which on a tap is a sum of its own; with fewer, the terms of all taps are gathered first. */
    private static final int OWN_TAP = 16;

    /** Output pixels of a map up to which a block has the same pixel of all images, so that most of the padding is left out. */
    private static final int SMALL_MAP = 16;

    private static final int NOWHERE = -1;

    private final PackedWords words;
    private final SumSteps steps;
    private final Scratch scratch;
    private final long[] y;
    private final int channels;

    /** Of the rows of a block, where their inputs begin, and their outputs. */
    private final int[] inputs = new int[BLOCK];

    private final int[] outputs = new int[BLOCK];

    /** Where the zeros are that stand for padding, as no row of the inputs. */
    private int zeros;

    TapSums(PackedWords words, SumSteps steps, Scratch scratch, long[] y) {
        this.words = words;
        this.steps = steps;
        this.scratch = scratch;
        this.y = y;
        this.channels = words.panels().channels();
    }

    /** Words as doubles, and zeros behind them. */
    private double[] widened(long[] x, int n, int zeros) {
        double[] wide = scratch.inputs(n + zeros);
        int i = 0;
        for (; i <= n - L; i += L) {
            Doubles.of(LongVector.fromArray(J, x, i)).intoArray(wide, i);
        }
        for (; i < n; i++) {
            wide[i] = x[i];
        }
        Arrays.fill(wide, n, n + zeros, 0);
        return wide;
    }

    void linear(int m, int k, long[] x) {
        double[] a = widened(x, m * k, k);
        zeros = m * k;
        for (int first = 0; first < m; first += BLOCK) {
            int rows = Math.min(BLOCK, m - first);
            for (int r = 0; r < Lanes.roundUp(rows, ROWS); r++) {
                inputs[r] = r < rows ? (first + r) * k : zeros;
                outputs[r] = (first + r) * channels;
            }
            for (int panel = 0; panel < words.panels().count(); panel++) {
                double[] sums = begin(rows, panel);
                addTerms(a, rows, panel, 0, k, sums);
                end(rows, panel, sums);
            }
        }
    }

    void conv2d(Conv2d shape, long[] x) {
        int in = shape.inChannels();
        double[] wide = widened(x, shape.inputElements(), in);
        boolean gathers = in < OWN_TAP;
        zeros = gathers ? NOWHERE : shape.inputElements();
        for (int first = 0; first < shape.outputPixels(); first += BLOCK) {
            int rows = Math.min(BLOCK, shape.outputPixels() - first);
            for (int r = 0; r < rows; r++) {
                outputs[r] = pixel(shape, first + r) * channels;
            }
            double[] gathered = gathers ? gathered(shape, wide, first, rows) : null;
            for (int panel = 0; panel < words.panels().count(); panel++) {
                double[] sums = begin(rows, panel);
                if (gathers) {
                    for (int r = 0; r < Lanes.roundUp(rows, ROWS); r++) {
                        inputs[r] = Math.min(r, rows - 1) * shape.terms();
                    }
                    addTerms(gathered, rows, panel, 0, shape.terms(), sums);
                } else {
                    for (int tap = 0; tap < shape.window().taps(); tap++) {
                        if (moveTo(shape, first, rows, tap)) {
                            addTerms(wide, rows, panel, tap * in, in, sums);
                        }
                    }
                }
                end(rows, panel, sums);
            }
        }
    }

    /** Number of an output pixel in y, by its number among the rows. */
    private static int pixel(Conv2d shape, int row) {
        int map = shape.outHeight() * shape.outWidth();
        return map > SMALL_MAP ? row : row % shape.batch() * map + row / shape.batch();
    }

    /** Has the inputs of a tap; the padding is where the zeros are. Returns false if all of them are padding. */
    private boolean moveTo(Conv2d shape, int first, int rows, int tap) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        boolean any = false;
        for (int r = 0; r < Lanes.roundUp(rows, ROWS); r++) {
            inputs[r] = zeros;
            if (r < rows) {
                int pixel = pixel(shape, first + r);
                int ix = across.input(pixel % shape.outWidth(), tap % shape.kernelWidth());
                int line = pixel / shape.outWidth();
                int iy = down.input(line % shape.outHeight(), tap / shape.kernelWidth());
                int image = line / shape.outHeight();
                if (iy >= 0 && iy < shape.height() && ix >= 0 && ix < shape.width()) {
                    inputs[r] = ((image * shape.height() + iy) * shape.width() + ix) * shape.inChannels();
                    any = true;
                }
            }
        }
        return any;
    }

    /** All terms of the rows of a block, 0 in the padding. */
    private double[] gathered(Conv2d shape, double[] wide, int first, int rows) {
        double[] all = scratch.pixels(rows * shape.terms());
        Arrays.fill(all, 0, rows * shape.terms(), 0);
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int in = shape.inChannels();
        int run = across.dilation() == 1 ? shape.kernelWidth() : 1;
        for (int r = 0; r < rows; r++) {
            int pixel = pixel(shape, first + r);
            int ox = pixel % shape.outWidth();
            int oy = pixel / shape.outWidth() % shape.outHeight();
            int image = pixel / shape.outWidth() / shape.outHeight();
            int end = across.endTap(ox, shape.width());
            for (int ky = down.firstTap(oy); ky < down.endTap(oy, shape.height()); ky++) {
                int line = (image * shape.height() + down.input(oy, ky)) * shape.width();
                for (int kx = across.firstTap(ox); kx < end; kx += run) {
                    int from = (line + across.input(ox, kx)) * in;
                    int to = r * shape.terms() + (ky * shape.kernelWidth() + kx) * in;
                    System.arraycopy(wide, from, all, to, Math.min(run, end - kx) * in);
                }
            }
        }
        return all;
    }

    private double[] begin(int rows, int panel) {
        int n = Lanes.roundUp(rows, ROWS) * words.panels().width(panel);
        double[] sums = scratch.sums(n);
        Arrays.fill(sums, 0, n, 0);
        return sums;
    }

    private void addTerms(double[] a, int rows, int panel, int from, int count, double[] sums) {
        int width = words.panels().width(panel);
        for (int at = 0; at < count; at += DEPTH) {
            int terms = Math.min(DEPTH, count - at);
            words.unpack(panel, from + at, terms, scratch.panel);
            for (int tile = 0; tile < rows; tile += ROWS) {
                if (isZero(tile)) {
                    continue;
                }
                DoubleSums.add(a, inputs, tile, at, terms, scratch.panel, width, sums, tile * width);
            }
        }
    }

    /** Whether a tile reads nothing but padding. */
    private boolean isZero(int tile) {
        for (int r = tile; r < tile + ROWS; r++) {
            if (inputs[r] != zeros) {
                return false;
            }
        }
        return true;
    }

    private void end(int rows, int panel, double[] sums) {
        int width = words.panels().width(panel);
        for (int r = 0; r < rows; r++) {
            steps.row(sums, r * width, words.panels().start(panel), width, y, outputs[r]);
        }
    }
}
