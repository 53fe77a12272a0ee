package org.fitact.bench.planted;

import org.openjdk.jmh.annotations.Benchmark;

/** A benchmark that never looks at its result. */
public class Unvalidated {

    @Benchmark
    public int timed() {
        return 1;
    }
}
