package org.fitact.bench.number;

import java.util.Arrays;
import java.util.function.Function;
import org.fitact.bench.RandomSubject;
import org.fitact.bench.Scheme;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.openjdk.jmh.infra.Blackhole;

/** A network of random weights with the ReLU, and random images, on which inference by floats and another one run in turns. */
final class RandomPair implements AutoCloseable {

    private final Backend backend;
    private final RandomSubject subject;
    private final Network network;
    private final EvaluationSet images;
    private int rounds;

    /** @param batch images of an inference */
    RandomPair(String model, int batch, int threads) {
        backend = Backends.cpu(new BackendOptions(threads));
        subject = subject(model, backend);
        network = subject.network(Scheme.RELU);
        images = subject.images(batch);
    }

    /** The same network wherever it is. */
    static RandomSubject subject(String model, Backend backend) {
        return new RandomSubject(new Architecture(model, Shape.of(32, 32, 3), 10), backend);
    }

    Backend backend() {
        return backend;
    }

    Network network() {
        return network;
    }

    /** The images of an inference. */
    Tensor input() {
        return images.first();
    }

    /** The first ones; the caller's. */
    EvaluationSet first(int count) {
        return subject.images(count);
    }

    /**
     * The first image by itself; the caller's.
     *
     * @param where another backend, or the own
     */
    Tensor image(Backend where) {
        Shape one = network.graph().image();
        return Tensor.of(where, one.withBatch(1), Arrays.copyOf(input().toArray(), one.elements()));
    }

    /** Both once on all images, the first one in turns. */
    void round(PairTimes times, Blackhole hole, Function<Tensor, float[]> ofFloats, Function<Tensor, float[]> other) {
        Tensor input = input();
        times.round(rounds++, hole, () -> ofFloats.apply(input), () -> other.apply(input));
    }

    @Override
    public void close() {
        images.close();
        subject.close();
        backend.close();
    }
}
