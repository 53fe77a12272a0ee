package org.fitact.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.nn.train.Toys;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a network of the zoo is, to the bit: a change of the program's structure must not move a weight, a logit, a loss
 * or the place of a word in memory, or no study of before could be taken up again. The hashes were found by this program
 * before networks were graphs.
 */
class GoldenNetworkTest {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** FNV-1a over the words. */
    private static final class Hash {

        private long value = OFFSET;

        Hash add(String text) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                value = (value ^ b) * PRIME;
            }
            return this;
        }

        Hash add(float[] values) {
            return add(values, 1);
        }

        /** Of every so-manieth number. */
        Hash add(float[] values, int every) {
            for (int i = 0; i < values.length; i += every) {
                value = (value ^ Float.floatToRawIntBits(values[i])) * PRIME;
            }
            return this;
        }

        @Override
        public String toString() {
            return Long.toHexString(value);
        }
    }

    private static Backend simd() {
        return Backends.cpu(new BackendOptions(2));
    }

    @ParameterizedTest
    @CsvSource({"lenet5, e5cb44ef6458983b", "vgg-small, 9c841b427aaf3aac", "resnet20, 614d1af4621ba065"})
    void initialWeights(String model, String expected) {
        try (Backend backend = simd();
                Network network = Models.create(new Architecture(model, Shape.of(32, 32, 3), 10), backend, 1)) {
            Hash hash = new Hash();
            for (Parameter parameter : network.parameters()) {
                hash.add(parameter.name()).add(parameter.value().toArray());
            }
            assertEquals(expected, hash.toString());
        }
    }

    /** Logits in training's form and in the plan's, and the plan's words in their order. */
    @ParameterizedTest
    @CsvSource({
        "alexnet, 32, 7fd40be4075e93e8, 7fd40be4075e93e8, 9f26b6f7ca24a4fa, 9f26b6f7ca24a4fa",
        "vgg16, 32, a1cc2db18a01c7dc, 2ecc755def41ef0e, fdded8a0d1cf0a9d, 91bf2c15df2b1510",
        "resnet50, 16, b998885ee8f99c68, 9579b15bbd66f876, 93d95addbb16197c, 41815b0ea8fcda39",
        "resnet20, 16, f6f547fba0de6cdc, 78568406ca2708da, 92b02083e1ae5737, 44f41304e561df19",
        "vgg-small, 16, cca4da593281414b, 3f0c82d36cd402da, 2e22b3a4d22b89b3, d97989a9c59c582",
        "lenet5, 32, 4e98a5a75d90efad, 4e98a5a75d90efad, 5b75287a04025520, 5b75287a04025520"
    })
    void logitsAndWords(String model, int side, String eager, String plan, String words, String wordsApart) {
        Shape image = Shape.of(side, side, 3);
        try (Backend backend = simd();
                Network network = TestNetworks.zoo(backend, model, image, 10);
                Tensor images = Tensor.of(backend, image.withBatch(2), Patterns.pattern(3, 2 * image.elements()));
                Plan folded = Plan.of(network, 2, true);
                Plan apart = Plan.of(network, 2, false);
                Tape tape = Tape.inference(backend)) {
            float[] logits = Forward.of(network, Pass.inference(tape), images).toArray();
            assertEquals(
                    List.of(eager, plan, words, wordsApart),
                    List.of(
                            new Hash().add(logits).toString(),
                            new Hash().add(folded.logits(images)).toString(),
                            words(folded),
                            words(apart)));
        }
    }

    private static String words(Plan plan) {
        Hash hash = new Hash();
        for (PlanParameter parameter : plan.parameters()) {
            hash.add(parameter.name() + parameter.layer() + parameter.values().length)
                    .add(parameter.values(), 97);
        }
        return hash.toString();
    }

    /** Three epochs with dropout, augmentation, batch norm; one with residual blocks. */
    @ParameterizedTest
    @CsvSource({"reference, toy, c92c62232ca78aa4", "simd, toy, 50da6fd3b064b44a", "simd, resnet20, c68184c62028d7fb"})
    void training(String implementation, String model, String expected) throws IOException {
        List<Double> losses = new ArrayList<>();
        Hash hash = new Hash();
        try (Backend backend = Backends.open(implementation, new BackendOptions(2));
                Network network = model.equals("toy")
                        ? Toys.network(backend, 1)
                        : Models.create(new Architecture(model, Toys.IMAGE, 3), backend, 1);
                Trainer trainer = new Trainer(network, Toys.data(), Toys.recipe(model.equals("toy") ? 3 : 1))) {
            trainer.run(new TrainingListener() {
                @Override
                public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
                    losses.add(loss);
                }
            });
            network.parameters().forEach(parameter -> hash.add(parameter.value().toArray()));
        }
        losses.forEach(loss -> hash.add(Double.toHexString(loss)));
        assertEquals(expected, hash.toString());
    }
}
