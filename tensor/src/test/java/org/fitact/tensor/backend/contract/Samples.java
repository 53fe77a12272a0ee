package org.fitact.tensor.backend.contract;

import java.util.List;
import java.util.stream.Stream;

/** One case or two of every op that computes. */
final class Samples {

    private Samples() {}

    static List<OpCase> all(Harness harness) {
        return Stream.of(
                        MemoryContract.samples(),
                        ElementwiseContract.samples(),
                        ReduceContract.samples(),
                        GemmContract.samples(harness),
                        ConvolutionContract.samples(harness),
                        PoolContract.samples(),
                        BatchNormContract.samples(),
                        CrossEntropyContract.samples(),
                        BoundedReluContract.samples(),
                        OptimiserContract.samples(),
                        FixedPointContract.samples())
                .flatMap(List::stream)
                .toList();
    }
}
