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
                        ReductionContract.samples(),
                        GemmContract.samples(harness),
                        BatchedGemmContract.samples(),
                        Conv2dContract.samples(harness),
                        Pool2dContract.samples(),
                        BatchNormContract.samples(),
                        GroupNormContract.samples(),
                        SoftmaxContract.samples(),
                        CrossEntropyContract.samples(),
                        BoundedReluContract.samples(),
                        IntervalContract.samples(),
                        OptimiserStepContract.samples(),
                        FixedPointContract.samples(),
                        WordCodeContract.samples())
                .flatMap(List::stream)
                .toList();
    }
}
