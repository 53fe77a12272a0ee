package org.fitact.tensor.backend.simd.run;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What every op runs on: threads, pooled arrays and each worker's scratch memory. */
public record Execution(Workers workers, ArrayPool pool, Tiles[] tiles) implements AutoCloseable {

    public static Execution start(int threads) {
        Tiles[] tiles =
                IntStream.range(0, threads).mapToObj(i -> Tiles.allocate()).toArray(Tiles[]::new);
        return new Execution(new Workers(threads), new ArrayPool(), tiles);
    }

    /**
     * Lends an array of the pool. It goes back whether the op ends or throws.
     *
     * @param op is given an array of {@code elements} or more
     */
    public void withArray(int elements, Consumer<float[]> op) {
        float[] array = pool.floats(elements);
        try {
            op.accept(array);
        } finally {
            pool.release(array);
        }
    }

    /**
     * Lends pooled memory to each worker, for an op whose scratch memory grows with its shape. It goes back to the pool
     * whether the op ends or throws.
     *
     * @param op is given an array of {@code elements} or more for each worker
     */
    public void withScratch(int elements, Consumer<float[][]> op) {
        float[][] scratch = new float[workers.threads()][];
        try {
            Arrays.setAll(scratch, worker -> pool.floats(elements));
            op.accept(scratch);
        } finally {
            Arrays.stream(scratch).filter(Objects::nonNull).forEach(pool::release);
        }
    }

    @Override
    public void close() {
        workers.close();
        pool.close();
    }
}
