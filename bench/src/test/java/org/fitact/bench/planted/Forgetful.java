package org.fitact.bench.planted;

import org.fitact.bench.ValidatedState;
import org.openjdk.jmh.annotations.Benchmark;

/** A benchmark that validates one of its methods and times two. */
public class Forgetful extends ValidatedState {

    @Override
    protected void open() {}

    @Override
    protected void validate() {
        requireEqual("first", "result", 1, first());
    }

    @Override
    protected void close() {}

    @Benchmark
    public int first() {
        return 1;
    }

    @Benchmark
    public int second() {
        return 2;
    }
}
