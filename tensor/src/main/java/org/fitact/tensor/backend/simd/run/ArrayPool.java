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
 *
 * <p>What lies idle and what is lent are together at most twice what was ever lent at once: a pool that has served a network and is then
 * asked for the sizes of another lets go of those that were not asked for for longest, when it would have to make one beyond that.
 */
public final class ArrayPool implements HostMemory, AutoCloseable {

    /** A step lends the arrays of its classes at different times, so it needs more of them than it has out at once. */
    private static final int HELD_OVER_LENT = 2;

    private final Shelf<float[]> floats = new Shelf<>(float[]::new);
    private final Shelf<int[]> ints = new Shelf<>(int[]::new);

    /** Elements of 4 bytes: lent now, lent at once at most, idle now. */
    private long lent;

    private long mostLent;
    private long idle;

    private long returns;
    private boolean closed;

    /** An array that nobody has; {@code since} counts the arrays that were given back before. */
    private record Idle<T>(T array, long since) {}

    /** The arrays of one type. */
    private final class Shelf<T> {
        private final IntFunction<T> make;
        private final Map<Integer, ArrayDeque<Idle<T>>> free = new HashMap<>();
        private final Map<T, Integer> out = new IdentityHashMap<>();
        private int made;

        Shelf(IntFunction<T> make) {
            this.make = make;
        }

        T take(int length) {
            int size = sizeClass(length);
            ArrayDeque<Idle<T>> shelf = free.computeIfAbsent(size, s -> new ArrayDeque<>());
            T array;
            if (shelf.isEmpty()) {
                makeRoom(size);
                made++;
                array = make.apply(size);
            } else {
                array = shelf.pop().array();
                idle -= size;
            }
            out.put(array, size);
            lent += size;
            mostLent = Math.max(mostLent, lent);
            return array;
        }

        void giveBack(T array) {
            Integer size = out.remove(array);
            if (size == null) {
                throw new IllegalStateException("an array was given back to a pool that had not lent it");
            }
            free.get(size).push(new Idle<>(array, returns++));
            lent -= size;
            idle += size;
        }

        /** How long ago the one that has lain for longest was given back; the largest long where there is none. */
        long oldest() {
            return free.values().stream()
                    .filter(shelf -> !shelf.isEmpty())
                    .mapToLong(shelf -> shelf.peekLast().since())
                    .min()
                    .orElse(Long.MAX_VALUE);
        }

        void drop(long since) {
            free.forEach((size, shelf) -> {
                if (!shelf.isEmpty() && shelf.peekLast().since() == since) {
                    shelf.removeLast();
                    idle -= size;
                }
            });
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

    private void makeRoom(int size) {
        long limit = HELD_OVER_LENT * Math.max(mostLent, lent + size);
        while (idle > 0 && lent + idle + size > limit) {
            long oldest = Math.min(floats.oldest(), ints.oldest());
            floats.drop(oldest);
            ints.drop(oldest);
        }
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
        return floats.made + ints.made;
    }

    /** Elements of all arrays that are lent or lie idle. */
    long held() {
        return lent + idle;
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
        floats.out.clear();
        ints.free.clear();
        ints.out.clear();
        lent = 0;
        idle = 0;
    }
}
