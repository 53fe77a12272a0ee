package org.fitact.tensor.backend.simd;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What every op runs on: threads, pooled arrays and each worker's scratch memory. */
record Execution(Workers workers, ArrayPool pool, Tiles[] tiles) implements AutoCloseable {

    static Execution start(int threads) {
        Tiles[] tiles =
                IntStream.range(0, threads).mapToObj(i -> Tiles.allocate()).toArray(Tiles[]::new);
        return new Execution(new Workers(threads), new ArrayPool(), tiles);
    }

    /** Pooled memory for each worker, for an op whose scratch memory grows with its shape; see {@link #giveBack}. */
    float[][] borrow(int elements) {
        float[][] scratch = new float[workers.threads()][];
        Arrays.setAll(scratch, worker -> pool.floats(elements));
        return scratch;
    }

    void giveBack(float[][] scratch) {
        for (float[] array : scratch) {
            pool.release(array);
        }
    }

    @Override
    public void close() {
        workers.close();
        pool.close();
    }
}
