package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No public operation leaves a buffer open that it does not hand to its caller: not when it ends, and not when it fails at
 * any of the backend's calls. See docs/memory.md.
 */
class OwnershipTest {

    /** At so many calls of the backend, spread over all, every operation is made to fail. */
    private static final int FAILURES = 12;

    private static final HardeningSettings SETTINGS = new HardeningSettings(
            new HardeningSettings.PostTraining(0.01, 1, 20, 0.35f, 0.01, 1e-8f, 1, 80, 1, Granularity.NEURON),
            new HardeningSettings.ThresholdSearch(new double[] {1e-4, 3e-4}, 1, 20, 1, 1, 0.001),
            0,
            FixedPoint.DEFAULT);

    private static final Backend BACKEND = Backends.cpu(new BackendOptions(1));

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    @TempDir
    private static Path folder;

    /** What is done with a network and some images, both closed afterwards. */
    @FunctionalInterface
    private interface Operation {
        void run(Backend backend) throws IOException;
    }

    @BeforeAll
    static void writeFiles() throws IOException {
        try (Network network = Toy.hardened("fitrelu-naive", SETTINGS)) {
            Checkpoint.save(folder.resolve("good.safetensors"), network, info());
            OnnxExport.write(folder.resolve("good.onnx"), network, ExportOptions.DEFAULT, Map.of());
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("good.safetensors"));
        for (int i = bytes.length - 4; i < bytes.length; i++) {
            bytes[i] = -1; // the last number is a NaN
        }
        Files.write(folder.resolve("corrupt.safetensors"), bytes);
    }

    private static CheckpointInfo info() {
        return new CheckpointInfo(
                "toy", List.of("nw", "ne", "sw", "se"), Toy.data().normalisation(), Map.of());
    }

    private static void with(Backend backend, ThrowingUse use) throws IOException {
        try (Network network = Toy.network(backend);
                EvaluationSet images = Toy.upload(backend, Toy.data().heldOut().first(20))) {
            use.of(network, images);
        }
    }

    private static void evaluateUnready(Backend backend) {
        try (Network network = Toy.network(backend);
                EvaluationSet images = new EvaluationSet(
                        backend, Toy.data().heldOut(), Toy.data().normalisation(), 25, 0);
                Plan plan = Plan.of(network, 25, true)) {
            images.accuracy(plan);
        }
    }

    /** What is done with a network and images. */
    @FunctionalInterface
    private interface ThrowingUse {
        void of(Network network, EvaluationSet images) throws IOException;
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("train", backend -> with(backend, (network, _) -> train(network)));
        all.put(
                "evaluate",
                backend -> with(backend, (network, images) -> {
                    try (Plan plan = Plan.of(network, 25, true)) {
                        images.accuracy(plan);
                        plan.logits(images.first());
                    }
                }));
        all.put("evaluate images that do not lie ready", OwnershipTest::evaluateUnready);
        all.put(
                "plan without folding",
                backend ->
                        with(backend, (network, _) -> Plan.of(network, 3, false).close()));
        all.put("profile", backend -> with(backend, NeuronProfile::measure));
        all.put(
                "deploy",
                backend -> with(backend, (network, images) -> {
                    try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
                        images.accuracy(memory.plan());
                    }
                }));
        all.put("a trial", backend -> with(backend, OwnershipTest::trial));
        for (Protection scheme : Protections.all()) {
            all.put("harden by " + scheme.name(), backend -> harden(scheme, backend));
        }
        all.put(
                "checkpoint",
                backend -> with(
                        backend,
                        (network, _) -> Checkpoint.save(folder.resolve("written.safetensors"), network, info())));
        all.put("load", backend -> load("good.safetensors", backend));
        all.put(
                "import",
                backend -> OnnxImport.read(folder.resolve("good.onnx"), "toy")
                        .load(backend)
                        .close());
        all.put(
                "export",
                backend -> with(
                        backend,
                        (network, _) -> OnnxExport.write(
                                folder.resolve("written.onnx"), network, ExportOptions.DEFAULT, Map.of())));
        return all;
    }

    private static void load(String file, Backend backend) throws IOException {
        Checkpoint.read(folder.resolve(file)).load(backend).close();
    }

    private static void train(Network network) throws IOException {
        Recipe recipe =
                new Recipe(1, 80, UpdateRule.Adam.STANDARD, 3e-3, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 3);
        try (Trainer trainer = new Trainer(network, Toy.data(), recipe)) {
            trainer.run(new TrainingListener() {});
        }
    }

    private static void trial(Network network, EvaluationSet images) {
        try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
            FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(1e-4), 1);
            try (AppliedFaults _ = memory.strike(sampler, 0)) {
                images.accuracy(memory.plan());
            }
        }
    }

    /** By the least work that each can be given. */
    private static void harden(Protection scheme, Backend backend) throws IOException {
        with(backend, (network, images) -> {
            scheme.protect(network, Toy.job(network, images, SETTINGS));
        });
    }

    @TestFactory
    Stream<DynamicTest> nothingStaysOpen() {
        return operations().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> leavesNothingOpen(entry.getValue())));
    }

    private static void leavesNothingOpen(Operation operation) throws IOException {
        CountingBackend counting = new CountingBackend(BACKEND);
        operation.run(counting.backend());
        assertEquals(0, counting.open(), counting::whereOpened);
        long calls = counting.calls();
        assertTrue(calls > 3, "an operation that asks nothing of the backend");
        List<Long> places = new ArrayList<>();
        for (int i = 0; i < FAILURES; i++) {
            places.add(i < FAILURES / 2 ? i : calls * (i - FAILURES / 2) / (FAILURES / 2));
        }
        for (long place : places.stream().distinct().filter(at -> at < calls).toList()) {
            counting.failAt(place);
            assertThrows(CountingBackend.Injected.class, () -> operation.run(counting.backend()));
            assertEquals(
                    0,
                    counting.open(),
                    () -> "failed at call " + place + " of " + calls + "\n" + counting.whereOpened());
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingStaysOpenOfAFileThatIsRefused() {
        return Stream.of(DynamicTest.dynamicTest("corrupt checkpoint", () -> {
            CountingBackend counting = new CountingBackend(BACKEND);
            assertThrows(IOException.class, () -> load("corrupt.safetensors", counting.backend()));
            assertEquals(0, counting.open(), counting::whereOpened);
        }));
    }
}
