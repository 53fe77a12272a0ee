package org.fitact.tensor.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.buffer.DType;
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
        HostBuffer floats = new HostBuffer(pool, DType.FLOAT32, 5);
        HostBuffer ints = new HostBuffer(pool, DType.INT32, 5);
        float[] array = HostBuffer.floats(floats);
        int[] words = HostBuffer.ints(ints);
        floats.close();
        floats.close();
        ints.close();
        assertEquals(2, pool.released.size());
        assertSame(array, pool.released.get(0));
        assertSame(words, pool.released.get(1));
    }

    @Test
    void theLengthIsTheOneAskedForWhateverThePoolGives() {
        HostBuffer buffer = new HostBuffer(new Pool(), DType.FLOAT32, 5);
        assertEquals(5, buffer.length());
        assertEquals(8, HostBuffer.floats(buffer).length);
    }
}
