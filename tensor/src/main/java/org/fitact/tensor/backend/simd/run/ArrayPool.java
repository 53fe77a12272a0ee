package org.fitact.tensor.backend.simd.run;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.fitact.tensor.backend.cpu.HostMemory;

/**
 * Arrays that are used again, so that a training step allocates nothing once the first has run. Sizes are rounded up to
 * one of four classes per octave: at most a quarter of an array lies idle. Used by one thread at a time.
 */
public final class ArrayPool implements HostMemory, AutoCloseable {

    private final Shelf<float[]> floats = new Shelf<>(float[]::new);
    private final Shelf<int[]> ints = new Shelf<>(int[]::new);
    private final Shelf<short[]> shorts = new Shelf<>(short[]::new);
    private boolean closed;

    /** The arrays of one type. */
    private static final class Shelf<T> {
        private final IntFunction<T> make;
        private final Map<Integer, ArrayDeque<T>> free = new HashMap<>();
        private final Map<T, Integer> lent = new IdentityHashMap<>();
        private int made;

        Shelf(IntFunction<T> make) {
            this.make = make;
        }

        T take(int length) {
            int size = sizeClass(length);
            ArrayDeque<T> shelf = free.computeIfAbsent(size, s -> new ArrayDeque<>());
            T array = shelf.isEmpty() ? make(size) : shelf.pop();
            lent.put(array, size);
            return array;
        }

        private T make(int size) {
            made++;
            return make.apply(size);
        }

        void giveBack(T array) {
            Integer size = lent.remove(array);
            if (size == null) {
                throw new IllegalStateException("an array was given back to a pool that had not lent it");
            }
            free.get(size).push(array);
        }
    }

    /** The smallest size of at least {@code length}: 64, 80, 96, 112, 128, 160, … */
    static int sizeClass(int length) {
        if (length <= 64) {
            return 64;
        }
        int step = Integer.highestOneBit(length - 1) >> 2;
        long size = (length + (long) step - 1) / step * step;
        return (int) Math.min(size, Integer.MAX_VALUE - 8);
    }

    @Override
    public float[] floats(int length) {
        requireOpen();
        return floats.take(length);
    }

    @Override
    public int[] ints(int length) {
        requireOpen();
        return ints.take(length);
    }

    /** An array of at least {@code length} elements; its contents are undefined. */
    public short[] shorts(int length) {
        requireOpen();
        return shorts.take(length);
    }

    /** Takes back an array that {@link #shorts} gave; nothing refers to it any more. */
    public void release(short[] array) {
        if (!closed) {
            shorts.giveBack(array);
        }
    }

    @Override
    public void release(float[] array) {
        if (!closed) {
            floats.giveBack(array);
        }
    }

    @Override
    public void release(int[] array) {
        if (!closed) {
            ints.giveBack(array);
        }
    }

    /** How many arrays were made so far, because none was free. */
    public int made() {
        return floats.made + ints.made + shorts.made;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the simd backend is used after it was closed");
        }
    }

    /** Leaves all arrays to the garbage collector; buffers that are still open may be closed after this. */
    @Override
    public void close() {
        closed = true;
        floats.free.clear();
        floats.lent.clear();
        ints.free.clear();
        ints.lent.clear();
        shorts.free.clear();
        shorts.lent.clear();
    }
}
