package org.fitact.tensor.backend.contract;

/** How far an element may be from the reference. */
@FunctionalInterface
interface Tolerance {

    /** The machine epsilon of float: twice the error of one rounding. */
    double EPSILON = 0x1p-23;

    /** Results below the normal numbers may be flushed to zero. */
    double TINY = Float.MIN_NORMAL;

    /** Whether {@code actual} will do for element {@code index}; both are ordinary numbers. */
    boolean accepts(int index, float expected, float actual);

    /** Whether a finite number may stand where the reference has none, or the other way round. */
    default boolean acceptsUndefined(int index) {
        return false;
    }

    /** The same number; the sign of zero does not count. */
    static Tolerance exact() {
        return (_, expected, actual) -> expected == actual;
    }

    /** {@code |actual − expected| ≤ units·ε·|expected| + absolute}. */
    static Tolerance relative(double units, double absolute) {
        return (_, expected, actual) ->
                Math.abs((double) actual - expected) <= units * EPSILON * Math.abs(expected) + absolute + TINY;
    }

    /** {@code |actual − expected| ≤ slack[index]}; anything at all where the slack is infinite. */
    static Tolerance slack(double[] slack) {
        return new Slack(slack);
    }

    /** See {@link #slack}. */
    record Slack(double[] slack) implements Tolerance {

        @Override
        public boolean accepts(int index, float expected, float actual) {
            return Math.abs((double) actual - expected) <= slack[index] + TINY;
        }

        @Override
        public boolean acceptsUndefined(int index) {
            return slack[index] == Double.POSITIVE_INFINITY;
        }
    }

    /** {@code |actual − expected| ≤ units·ε·magnitude[index]}. */
    static Tolerance scaled(double units, float[] magnitude) {
        double[] slack = new double[magnitude.length];
        for (int i = 0; i < slack.length; i++) {
            slack[i] = units * EPSILON * magnitude[i];
        }
        return slack(slack);
    }
}
