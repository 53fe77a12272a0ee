package org.fitact.bench.peers;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps of training agree with libtorch's: what a benchmark makes sure of before it times one. */
class LibtorchTrainingTest {

    @ParameterizedTest
    @CsvSource({"lenet5, fitact", "vgg-small, libtorch", "resnet20, libtorch", "alexnet, fitact"})
    void threeStepsAgree(String model, String engine) throws Exception {
        PeerTrainingBenchmark benchmark = new PeerTrainingBenchmark();
        benchmark.model = model;
        benchmark.engine = engine;
        benchmark.batch = 16;
        benchmark.threads = 2;
        benchmark.prepare();
        benchmark.cleanUp();
    }
}
