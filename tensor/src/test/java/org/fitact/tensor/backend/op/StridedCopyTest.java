package org.fitact.tensor.backend.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StridedCopyTest {

    /** What a copy does to 400 elements of which the i-th is i + 1. */
    private static int[] copied(List<StridedCopy> copies) {
        int[] target = new int[400];
        for (StridedCopy copy : copies) {
            int[] index = new int[copy.shape().length];
            for (int i = 0; i < copy.elements(); i++) {
                int left = i;
                int from = copy.sourceOffset();
                int to = copy.targetOffset();
                for (int d = index.length - 1; d >= 0; d--) {
                    from += left % copy.shape()[d] * copy.sourceStrides()[d];
                    to += left % copy.shape()[d] * copy.targetStrides()[d];
                    left /= copy.shape()[d];
                }
                target[to] += from + 1;
            }
        }
        return target;
    }

    private static final List<StridedCopy> COPIES = List.of(
            new StridedCopy(new int[0], 3, new int[0], 7, new int[0]),
            new StridedCopy(new int[] {2, 3, 4}, 5, new int[] {12, 4, 1}, 1, new int[] {12, 4, 1}),
            new StridedCopy(new int[] {2, 3, 4}, 0, new int[] {1, 8, 2}, 2, new int[] {12, 4, 1}),
            new StridedCopy(new int[] {2, 1, 4, 1}, 9, new int[] {-4, 99, 1, 7}, 0, new int[] {20, 1, 5, 3}),
            new StridedCopy(new int[] {3, 2, 5}, 1, new int[] {0, 5, 1}, 0, new int[] {10, 5, 1}),
            new StridedCopy(new int[] {3, 4, 2}, 1, new int[] {0, 0, 1}, 0, new int[] {8, 2, 1}));

    @Test
    void aSimplifiedCopyDoesTheSame() {
        for (StridedCopy copy : COPIES) {
            assertArrayEquals(copied(List.of(copy)), copied(List.of(copy.simplified())), copy.toString());
        }
        assertEquals(1, COPIES.get(1).simplified().shape().length);
        assertEquals(2, COPIES.get(2).simplified().shape().length);
        assertEquals(2, COPIES.get(3).simplified().shape().length);
        assertEquals(2, COPIES.get(4).simplified().shape().length);
    }

    @Test
    void copiesWithoutRepetitionDoTheSameAndReadNothingTwice() {
        for (StridedCopy copy : COPIES) {
            List<StridedCopy> parts = copy.withoutRepetition();
            assertArrayEquals(copied(List.of(copy)), copied(parts), copy.toString());
            for (StridedCopy part : parts) {
                int[] back = copied(List.of(new StridedCopy(
                        part.shape(),
                        part.targetOffset(),
                        part.targetStrides(),
                        part.sourceOffset(),
                        part.sourceStrides())));
                assertArrayEquals(back, copied(List.of(part.inverse())));
            }
        }
        assertEquals(12, COPIES.get(5).withoutRepetition().size());
    }
}
