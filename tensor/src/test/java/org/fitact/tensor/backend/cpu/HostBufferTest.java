package org.fitact.tensor.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.DType;
import org.junit.jupiter.api.Test;

class HostBufferTest {

    /** Gives longer arrays than it is asked for and notes what comes back. */
    private static final class Pool implements HostMemory {

        final List<Object> released = new ArrayList<>();

        @Override
        public float[] floats(int length) {
            return new float[length + 3];
        }

        @Override
        public int[] ints(int length) {
            return new int[length + 3];
        }

        @Override
        public void release(float[] array) {
            released.add(array);
        }

        @Override
        public void release(int[] array) {
            released.add(array);
        }
    }

    @Test
    void closingGivesTheArrayBackOnce() {
        Pool pool = new Pool();
        HostBuffer floats = HostBuffer.allocate(pool, DType.FLOAT32, 5);
        HostBuffer ints = HostBuffer.allocate(pool, DType.INT32, 5);
        float[] array = floats.floats();
        int[] words = ints.ints();
        floats.close();
        floats.close();
        ints.close();
        assertEquals(2, pool.released.size());
        assertSame(array, pool.released.get(0));
        assertSame(words, pool.released.get(1));
    }

    @Test
    void useAfterCloseIsDetected() {
        HostBuffer buffer = HostBuffer.allocate(HostMemory.HEAP, DType.FLOAT32, 5);
        buffer.close();
        IllegalStateException error = assertThrows(IllegalStateException.class, buffer::floats);
        assertEquals("a buffer of 5 FLOAT32 is used after it was closed", error.getMessage());
    }

    @Test
    void theLengthIsTheOneAskedForWhateverThePoolGives() {
        HostBuffer buffer = HostBuffer.allocate(new Pool(), DType.FLOAT32, 5);
        assertEquals(5, buffer.length());
        assertEquals(8, buffer.floats().length);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Arguments.requireFloats("weight", buffer, 6));
        assertEquals("weight holds 5 elements, expected at least 6", error.getMessage());
    }

    @Test
    void aWrongArgumentIsNamed() {
        HostBuffer buffer = HostBuffer.allocate(HostMemory.HEAP, DType.FLOAT32, 5);
        assertEquals("labels is FLOAT32, expected INT32", refusal(() -> Arguments.requireInts("labels", buffer, 5)));
        assertEquals("labels is null, expected a buffer", refusal(() -> Arguments.requireInts("labels", null, 5)));
        assertEquals(
                "y is also an input, which only element-wise ops allow",
                refusal(() -> Arguments.requireApart("y", buffer, null, buffer)));
        assertEquals(
                "a buffer of -1 elements, expected zero or more",
                refusal(() -> HostBuffer.allocate(HostMemory.HEAP, DType.INT32, -1)));
    }

    private static String refusal(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
