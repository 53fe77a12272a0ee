package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.run.Execution;

/**
 * The gradients of a convolution in groups by those of its groups, one after the other: the channels of a group are copied
 * to where they are neighbours, and what comes of them back. It moves every map once more than need be, and is for training
 * only.
 */
record GroupSlices(Execution execution, Conv2d shape) {

    /** An op on the left and right factor of a gradient of one group. */
    interface Gradient {
        void compute(Conv2d group, float[] left, float[] right, float[] result);
    }

    /** Rows of some channels, of which each group has a part. */
    private record Rows(int rows, int channels, int groups) {

        int part() {
            return channels / groups;
        }

        int elements() {
            return rows * part();
        }
    }

    void gradInput(float[] gy, float[] w, float[] gx, Gradient dense) {
        each(outputs(), gy, weights(), w, inputs(), gx, dense);
    }

    void gradWeight(float[] x, float[] gy, float[] gw, Gradient dense) {
        each(inputs(), x, outputs(), gy, weights(), gw, dense);
    }

    private Rows inputs() {
        return new Rows(shape.batch() * shape.height() * shape.width(), shape.inChannels(), shape.groups());
    }

    private Rows outputs() {
        return new Rows(shape.outputPixels(), shape.outChannels(), shape.groups());
    }

    private Rows weights() {
        return new Rows(shape.terms(), shape.outChannels(), shape.groups());
    }

    private void each(Rows a, float[] left, Rows b, float[] right, Rows c, float[] result, Gradient dense) {
        execution.withArray(
                a.elements(),
                some -> execution.withArray(b.elements(), others -> {
                    execution.withArray(c.elements(), sums -> {
                        for (int group = 0; group < shape.groups(); group++) {
                            take(a, left, group, some);
                            take(b, right, group, others);
                            dense.compute(shape.group(), some, others, sums);
                            give(c, sums, group, result);
                        }
                    });
                }));
    }

    private void take(Rows rows, float[] from, int group, float[] to) {
        int part = rows.part();
        execution.workers().forPieces(rows.rows(), (first, count) -> {
            for (int row = first; row < first + count; row++) {
                System.arraycopy(from, row * rows.channels() + group * part, to, row * part, part);
            }
        });
    }

    private void give(Rows rows, float[] from, int group, float[] to) {
        int part = rows.part();
        execution.workers().forPieces(rows.rows(), (first, count) -> {
            for (int row = first; row < first + count; row++) {
                System.arraycopy(from, row * part, to, row * rows.channels() + group * part, part);
            }
        });
    }
}
