package org.fitact.bench.planted;

import org.fitact.bench.ValidatedState;
import org.openjdk.jmh.annotations.Benchmark;

/** A benchmark whose result is off. */
public class Wrong extends ValidatedState {

    @Override
    protected void open() {}

    @Override
    protected void validate() {
        requireClose("timed", "result", new double[] {1, 2}, new float[] {1, 2.01f}, 1e-3);
    }

    @Override
    protected void close() {}

    @Benchmark
    public int timed() {
        return 1;
    }
}
