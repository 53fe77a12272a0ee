package org.fitact.tensor.backend.simd.attention;

/** Sums of the elements of a row in double, in an order that depends on nothing but their number. */
final class DoubleSums {

    private DoubleSums() {}

    /** The sum of n elements: four sums side by side, so that none waits for the addition before it. */
    static double of(float[] x, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i < from + n - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < from + n; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** Term {@code i} of a sum. */
    interface Term {
        double at(int i);
    }

    /** The sum of n terms. */
    static double of(int n, Term term) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += term.at(i);
        }
        return sum;
    }
}
