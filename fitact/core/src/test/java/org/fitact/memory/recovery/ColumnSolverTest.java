package org.fitact.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Small systems that can be solved by hand. */
class ColumnSolverTest {

    /** Four equations for six numbers. */
    private static final int[][] FEWER = {
        {1, 2, -3, 5, 7, 1},
        {2, -1, 4, 1, -2, 6},
        {-3, 5, 1, 2, 4, -2},
        {4, 3, 2, -6, 1, 5}
    };

    private static void solves(ColumnSolver solver, int[] terms, long[] lacking, long... d) {
        Optional<ColumnSolver.Solution> found = solver.solve(d);
        assertTrue(found.isPresent());
        assertArrayEquals(terms, found.get().terms());
        assertArrayEquals(lacking, found.get().lacking());
    }

    /** 1·5 + 2·(−6) = −7 and 3·5 + 4·(−6) = −9. */
    @Test
    void asManyEquationsAsNumbers() {
        ColumnSolver solver = new ColumnSolver(new int[][] {{1, 2}, {3, 4}});
        solves(solver, new int[] {0, 1}, new long[] {5, -6}, -7, -9);
        // 2^31 in each: as large as a word can be wrong.
        solves(solver, new int[] {0, 1}, new long[] {1L << 31, -(1L << 31)}, -(1L << 31), -(1L << 31));
        // x + 2y = 1 and 3x + 4y = 2: x = 0, y = ½.
        assertEquals(Optional.empty(), solver.solve(new long[] {1, 2}));
    }

    @Test
    void columnsThatDependOnEachOtherAreNotSolved() {
        assertEquals(Optional.empty(), new ColumnSolver(new int[][] {{1, 2}, {2, 4}}).solve(new long[] {3, 6}));
    }

    /** The third column times 1,000: one number explains all four. */
    @Test
    void theFewestThatExplainTheOutputs() {
        ColumnSolver solver = new ColumnSolver(FEWER);
        solves(solver, new int[] {2}, new long[] {1000}, -3000, 4000, 1000, 2000);
        // 1,024 times the fourth and once the first, the smaller behind the larger.
        solves(solver, new int[] {3, 0}, new long[] {1024, 1}, 5121, 1026, 2045, -6140);
    }

    /** The second output alone is wrong: no two columns give it. */
    @Test
    void whatNoFewNumbersExplainIsNotSolved() {
        assertEquals(Optional.empty(), new ColumnSolver(FEWER).solve(new long[] {0, 4096, 0, 0}));
    }
}
