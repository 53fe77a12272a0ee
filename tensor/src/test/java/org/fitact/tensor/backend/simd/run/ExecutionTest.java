package org.fitact.tensor.backend.simd.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ExecutionTest {

    @Test
    void scratchMemoryGoesBackFromAnOpThatThrows() {
        try (Execution execution = Execution.start(2)) {
            assertThrows(
                    ArithmeticException.class,
                    () -> execution.withScratch(100, scratch -> {
                        throw new ArithmeticException("with " + scratch.length);
                    }));
            int made = execution.pool().made();
            assertEquals(2, made);
            execution.withScratch(100, scratch -> assertEquals(2, scratch.length));
            assertEquals(made, execution.pool().made());
        }
    }
}
