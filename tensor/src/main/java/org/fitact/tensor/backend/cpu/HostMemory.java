package org.fitact.tensor.backend.cpu;

/** Where the arrays of {@link HostBuffer}s come from and where they go back to when the buffer is closed. */
public interface HostMemory {

    /** Takes arrays from the Java heap and leaves them to the garbage collector. */
    HostMemory HEAP = new HostMemory() {
        @Override
        public float[] floats(int length) {
            return new float[length];
        }

        @Override
        public int[] ints(int length) {
            return new int[length];
        }

        @Override
        public void release(float[] array) {}

        @Override
        public void release(int[] array) {}
    };

    /** An array of at least {@code length} elements; its contents are undefined. */
    float[] floats(int length);

    /** An array of at least {@code length} elements; its contents are undefined. */
    int[] ints(int length);

    /** Takes back an array that {@link #floats} gave; nothing refers to it any more. */
    void release(float[] array);

    /** Takes back an array that {@link #ints} gave; nothing refers to it any more. */
    void release(int[] array);
}
