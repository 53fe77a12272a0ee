package org.fitact.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ConsequencesTest {

    private static final float[] CLEAN = {5, 4, 3, 2, 1, 0};

    private static Answers answers(float[]... rows) {
        float[] logits = new float[6 * rows.length];
        int[] first = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, logits, 6 * i, 6);
            for (int c = 1; c < 6; c++) {
                first[i] = rows[i][c] > rows[i][first[i]] || Float.isNaN(rows[i][first[i]]) ? c : first[i];
            }
        }
        return new Answers(logits, first);
    }

    /** Six images that are class 0, but the fifth, which was wrong and is class 1. */
    @Test
    void eachImageCountsForWhatBecameOfIt() {
        Answers clean = answers(CLEAN, CLEAN, CLEAN, CLEAN, CLEAN, CLEAN);
        Answers faulty = answers(
                CLEAN,
                new float[] {5, 4, 3, 2, 1, 0.5f}, // another logit, the same class
                new float[] {5, 6, 3, 2, 1, 0}, // the second is first
                new float[] {5, 4, 3, 2, 1, 9}, // one that was the last is first
                new float[] {5, 6, 3, 2, 1, 0}, // and that is right
                new float[] {Float.NaN, 4, 3, 2, 1, 0}); // no number: the next is first
        Consequences found = Consequences.of(clean, faulty, new int[] {0, 0, 0, 0, 1, 0});
        assertEquals(4, found.sdc1());
        assertEquals(1, found.sdc5());
        assertEquals(3, found.critical());
        assertEquals(1, found.improved());
        assertEquals(1, found.due());
        assertEquals(1, found.masked());
    }

    // x = np.exp([5,4,3,2,1,0]); y = np.exp([5,6,3,2,1,0]); y[0]/y.sum() - x[0]/x.sum()
    @Test
    void confidenceIsThatOfTheClassThatWasFirst() {
        Consequences found =
                Consequences.of(answers(CLEAN, CLEAN), answers(CLEAN, new float[] {5, 6, 3, 2, 1, 0}), new int[2]);
        assertEquals(-0.37913850, found.worstConfidenceChange(), 1e-7);
        assertEquals(-0.37913850 / 2, found.meanConfidenceChange(), 1e-7);
    }

    @Test
    void withoutFaultsAllIsMasked() {
        assertEquals(
                Consequences.none(2), Consequences.of(answers(CLEAN, CLEAN), answers(CLEAN, CLEAN), new int[] {0, 3}));
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThrows(IllegalArgumentException.class, () -> new Consequences(1, 2, 0, 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Consequences(1, 0, 1, 1, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Consequences(1, 0, 0, 0, 0, 0, -0.5, 0));
    }
}
