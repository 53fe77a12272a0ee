package org.fitact.memory.recovery;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * Solves {@code X·e = d} for whole numbers e by least squares, by the QR decomposition of the columns of X that take part.
 *
 * <p>Where X has as many rows as columns, all do. Where it has fewer, those that explain d with the fewest errors, by orthogonal matching
 * pursuit (Pati, Rezaiifar, Krishnaprasad, 1993): the column that is nearest to what is left of d by its angle takes part from then on, e is
 * solved anew, and so on, up to half as many as there are rows. A solution is rounded, and is one if it gives d exactly; the other half
 * of the equations then says that it is no accident.
 */
final class ColumnSolver {

    /** Columns of whole numbers of which one is no farther from the others than this depend on each other, but for rounding. */
    private static final double DEPENDENT = 1e-6;

    private final int[][] inputs;
    private final int terms;
    private final double[] norms;
    /** Of all columns; made when it is needed. */
    private DecompositionSolver whole;

    /**
     * What a column lacks.
     *
     * @param terms its rows
     * @param lacking what each of them lacks
     */
    record Solution(int[] terms, long[] lacking) {}

    /** @param inputs X, at most as many rows as columns; not modified */
    ColumnSolver(int[][] inputs) {
        this.inputs = inputs;
        this.terms = inputs[0].length;
        this.norms = IntStream.range(0, terms)
                .mapToDouble(t -> Math.sqrt(Arrays.stream(inputs)
                        .mapToDouble(row -> (double) row[t] * row[t])
                        .sum()))
                .toArray();
    }

    /** @return empty where no whole numbers are found that give d */
    Optional<Solution> solve(long[] d) {
        return inputs.length == terms ? all(d) : fewest(d);
    }

    private Optional<Solution> all(long[] d) {
        int[] every = IntStream.range(0, terms).toArray();
        return solved(whole(), every, d).filter(solution -> gives(solution, d));
    }

    private synchronized DecompositionSolver whole() {
        if (whole == null) {
            whole = decomposed(IntStream.range(0, terms).toArray());
        }
        return whole;
    }

    private Optional<Solution> fewest(long[] d) {
        double[] left = Arrays.stream(d).asDoubleStream().toArray();
        int[] chosen = {};
        for (int k = 1; k <= inputs.length / 2; k++) {
            chosen = Arrays.copyOf(chosen, k);
            chosen[k - 1] = nearest(left, chosen, k - 1);
            DecompositionSolver solver = decomposed(chosen);
            Optional<Solution> solution = solved(solver, chosen, d);
            if (solution.isEmpty() || gives(solution.get(), d)) {
                return solution;
            }
            left = left(chosen, solution.get(), d);
        }
        return Optional.empty();
    }

    /** The column of the smallest angle to what is left, of those that do not take part yet. */
    private int nearest(double[] left, int[] chosen, int count) {
        int best = -1;
        double largest = -1;
        for (int t = 0; t < terms; t++) {
            double dot = 0;
            for (int r = 0; r < left.length; r++) {
                dot += inputs[r][t] * left[r];
            }
            double cosine = Math.abs(dot) / norms[t];
            int column = t;
            if (cosine > largest && IntStream.range(0, count).noneMatch(k -> chosen[k] == column)) {
                largest = cosine;
                best = t;
            }
        }
        return best;
    }

    private DecompositionSolver decomposed(int[] chosen) {
        double[][] columns = new double[inputs.length][chosen.length];
        for (int r = 0; r < columns.length; r++) {
            for (int k = 0; k < chosen.length; k++) {
                columns[r][k] = inputs[r][chosen[k]];
            }
        }
        return new QRDecomposition(new Array2DRowRealMatrix(columns, false), DEPENDENT).getSolver();
    }

    /** Empty where the columns are not independent. */
    private static Optional<Solution> solved(DecompositionSolver solver, int[] chosen, long[] d) {
        if (!solver.isNonSingular()) {
            return Optional.empty();
        }
        RealVector e = solver.solve(
                new ArrayRealVector(Arrays.stream(d).asDoubleStream().toArray(), false));
        long[] rounded = Arrays.stream(e.toArray()).mapToLong(Math::round).toArray();
        return Optional.of(new Solution(chosen, rounded));
    }

    private boolean gives(Solution solution, long[] d) {
        return IntStream.range(0, d.length).allMatch(r -> given(solution, r) == d[r]);
    }

    private long given(Solution solution, int row) {
        long sum = 0;
        for (int k = 0; k < solution.terms.length; k++) {
            sum += inputs[row][solution.terms[k]] * solution.lacking[k];
        }
        return sum;
    }

    private double[] left(int[] chosen, Solution solution, long[] d) {
        return IntStream.range(0, d.length)
                .mapToDouble(r -> d[r] - given(new Solution(chosen, solution.lacking), r))
                .toArray();
    }
}
