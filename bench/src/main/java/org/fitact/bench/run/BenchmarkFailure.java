package org.fitact.bench.run;

import java.io.Serial;

/** A benchmark could not be run, or gave a wrong result. */
public final class BenchmarkFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BenchmarkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
