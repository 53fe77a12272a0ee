package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The sums of a batch normalisation over the rows of one chunk of {@link ColumnSums}. A few columns at a time keep their
 * sums in registers while all rows pass by: with as few as 16 channels, a call for each row would cost more than its sums.
 */
final class BatchNormSums {

    private BatchNormSums() {}

    /** Some rows: the first begins at {@code at}, and the next {@code pitch} elements behind it. */
    record Rows(int at, int pitch, int count) {}

    /**
     * {@code sums = Σ x} and {@code squares = Σ (x − m)²}, m the mean of these rows, {@code sums/rows} in float. Both
     * passes over the rows of a chunk, of which the second finds them in a cache.
     *
     * @param so offset of the sums; written
     * @param qo offset of the squares; written
     */
    static void moments(float[] x, Rows rows, float[] sums, int so, int qo, int n) {
        int i = 0;
        for (; i + 4 * L <= n; i += 4 * L) {
            fourMoments(x, rows.at + i, rows.pitch, rows.count, sums, so + i, qo + i);
        }
        for (; i < n; i += L) {
            moments(x, rows.at + i, rows.pitch, rows.count, sums, so + i, qo + i, tail(i, n));
        }
    }

    private static void moments(
            float[] x, int at, int pitch, int rows, float[] sums, int so, int qo, VectorMask<Float> mask) {
        FloatVector sum = broadcast(0);
        for (int r = 0; r < rows; r++) {
            sum = sum.add(load(x, at + r * pitch, mask));
        }
        FloatVector mean = sum.div(rows);
        FloatVector squares = broadcast(0);
        for (int r = 0; r < rows; r++) {
            FloatVector d = load(x, at + r * pitch, mask).sub(mean);
            squares = d.fma(d, squares);
        }
        sum.intoArray(sums, so, mask);
        squares.intoArray(sums, qo, mask);
    }

    private static void fourMoments(float[] x, int at, int pitch, int rows, float[] sums, int so, int qo) {
        FloatVector s0 = broadcast(0);
        FloatVector s1 = broadcast(0);
        FloatVector s2 = broadcast(0);
        FloatVector s3 = broadcast(0);
        for (int r = 0; r < rows; r++) {
            int o = at + r * pitch;
            s0 = s0.add(load(x, o));
            s1 = s1.add(load(x, o + L));
            s2 = s2.add(load(x, o + 2 * L));
            s3 = s3.add(load(x, o + 3 * L));
        }
        s0.intoArray(sums, so);
        s1.intoArray(sums, so + L);
        s2.intoArray(sums, so + 2 * L);
        s3.intoArray(sums, so + 3 * L);
        fourSquares(x, at, pitch, rows, sums, so, qo);
    }

    private static void fourSquares(float[] x, int at, int pitch, int rows, float[] sums, int so, int qo) {
        FloatVector m0 = load(sums, so).div(rows);
        FloatVector m1 = load(sums, so + L).div(rows);
        FloatVector m2 = load(sums, so + 2 * L).div(rows);
        FloatVector m3 = load(sums, so + 3 * L).div(rows);
        FloatVector q0 = broadcast(0);
        FloatVector q1 = broadcast(0);
        FloatVector q2 = broadcast(0);
        FloatVector q3 = broadcast(0);
        for (int r = 0; r < rows; r++) {
            int o = at + r * pitch;
            FloatVector d0 = load(x, o).sub(m0);
            q0 = d0.fma(d0, q0);
            FloatVector d1 = load(x, o + L).sub(m1);
            q1 = d1.fma(d1, q1);
            FloatVector d2 = load(x, o + 2 * L).sub(m2);
            q2 = d2.fma(d2, q2);
            FloatVector d3 = load(x, o + 3 * L).sub(m3);
            q3 = d3.fma(d3, q3);
        }
        q0.intoArray(sums, qo);
        q1.intoArray(sums, qo + L);
        q2.intoArray(sums, qo + 2 * L);
        q3.intoArray(sums, qo + 3 * L);
    }

    /**
     * {@code sums = Σ gy} and {@code products = Σ gy·(x − mean)}.
     *
     * @param mo offset of the mean by column
     * @param so offset of the sums; written
     * @param po offset of the products; written
     */
    static void gradients(float[] x, float[] gy, Rows rows, float[] mean, int mo, float[] sums, int so, int po, int n) {
        int i = 0;
        for (; i + 2 * L <= n; i += 2 * L) {
            twoGradients(x, gy, rows.at + i, rows.pitch, rows.count, mean, mo + i, sums, so + i, po + i);
        }
        for (; i < n; i += L) {
            gradients(x, gy, rows.at + i, rows.pitch, rows.count, mean, mo + i, sums, so + i, po + i, tail(i, n));
        }
    }

    private static void gradients(
            float[] x,
            float[] gy,
            int at,
            int pitch,
            int rows,
            float[] mean,
            int mo,
            float[] sums,
            int so,
            int po,
            VectorMask<Float> mask) {
        FloatVector m = load(mean, mo, mask);
        FloatVector sum = broadcast(0);
        FloatVector products = broadcast(0);
        for (int r = 0; r < rows; r++) {
            FloatVector g = load(gy, at + r * pitch, mask);
            sum = sum.add(g);
            products = load(x, at + r * pitch, mask).sub(m).fma(g, products);
        }
        sum.intoArray(sums, so, mask);
        products.intoArray(sums, po, mask);
    }

    private static void twoGradients(
            float[] x, float[] gy, int at, int pitch, int rows, float[] mean, int mo, float[] sums, int so, int po) {
        FloatVector m0 = load(mean, mo);
        FloatVector m1 = load(mean, mo + L);
        FloatVector s0 = broadcast(0);
        FloatVector s1 = broadcast(0);
        FloatVector p0 = broadcast(0);
        FloatVector p1 = broadcast(0);
        for (int r = 0; r < rows; r++) {
            int o = at + r * pitch;
            FloatVector g0 = load(gy, o);
            s0 = s0.add(g0);
            p0 = load(x, o).sub(m0).fma(g0, p0);
            FloatVector g1 = load(gy, o + L);
            s1 = s1.add(g1);
            p1 = load(x, o + L).sub(m1).fma(g1, p1);
        }
        s0.intoArray(sums, so);
        s1.intoArray(sums, so + L);
        p0.intoArray(sums, po);
        p1.intoArray(sums, po + L);
    }
}
