package org.fitact.tensor.backend.cpu;

/** The normal distribution in double, to about 15 digits (Marsaglia, 2004: Evaluating the Normal Distribution). */
public final class Normal {

    /** From here on the tail is a continued fraction; below, the series has fewer terms. */
    private static final double FAR = 3;

    private static final int TERMS = 50;

    private static final int LEVELS = 100;

    private Normal() {}

    /** {@code φ(x) = e^(−x²/2)/√(2π)}. */
    public static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** {@code Φ(x)}, the integral of φ up to x. */
    public static double distribution(double x) {
        if (x > FAR) {
            return 1 - tail(x);
        }
        if (x < -FAR) {
            return tail(-x);
        }
        return 0.5 + density(x) * series(x);
    }

    /** {@code x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …}. */
    private static double series(double x) {
        double sum = 0;
        double term = x;
        for (int n = 1; n <= TERMS; n++) {
            sum += term;
            term *= x * x / (2 * n + 1);
        }
        return sum;
    }

    /** {@code 1 − Φ(x) = φ(x)/(x + 1/(x + 2/(x + 3/(x + …))))}. */
    private static double tail(double x) {
        double fraction = x;
        for (int level = LEVELS; level > 0; level--) {
            fraction = x + level / fraction;
        }
        return density(x) / fraction;
    }
}
