package org.fitact.tensor.backend.simd;

import java.util.stream.IntStream;

/** What every op runs on: threads, pooled arrays and each worker's scratch memory. */
record Execution(Workers workers, ArrayPool pool, Tiles[] tiles) implements AutoCloseable {

    static Execution start(int threads) {
        Tiles[] tiles =
                IntStream.range(0, threads).mapToObj(i -> Tiles.allocate()).toArray(Tiles[]::new);
        return new Execution(new Workers(threads), new ArrayPool(), tiles);
    }

    @Override
    public void close() {
        workers.close();
        pool.close();
    }
}
