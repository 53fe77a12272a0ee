package org.fitact.nn.onnx.conformance;

import static org.fitact.nn.onnx.conformance.Verdict.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/** Puts tests to the program: what it imports must compute what is expected, and so must what it exports of that again. */
final class Examiner {

    /** As the ONNX project's own runner holds its backends to, but for results that are small beside their terms. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-6;

    private final Backend backend;
    private final Path folder;

    /** @param folder for files that are written and read again */
    Examiner(Backend backend, Path folder) {
        this.backend = backend;
        this.folder = folder;
    }

    /** A test of an operator in {@link Scope}. */
    Verdict examine(NodeTest test) {
        Optional<String> obstacle = Scope.obstacle(test);
        if (obstacle.isPresent()) {
            return new Verdict(test, Outcome.NOT_POSED, obstacle.get());
        }
        return test.results().stream()
                .map(output -> examine(test, output))
                .filter(verdict -> verdict.outcome() != Outcome.PASSED)
                .findFirst()
                .orElse(new Verdict(test, Outcome.PASSED));
    }

    private Verdict examine(NodeTest test, int output) {
        StringBuilder reasons = new StringBuilder();
        for (Pose pose : Pose.values()) {
            Optional<byte[]> model = pose.model(test, output);
            if (model.isEmpty()) {
                continue;
            }
            Verdict verdict = examine(test, output, pose, model.get());
            if (verdict.outcome() != Outcome.REFUSED) {
                return verdict;
            }
            reasons.append(reasons.isEmpty() ? "" : "; ").append(verdict.reason());
        }
        return new Verdict(test, Outcome.REFUSED, reasons.toString());
    }

    private Verdict examine(NodeTest test, int output, Pose pose, byte[] model) {
        String stage = "imported";
        try {
            Path file = Files.write(folder.resolve("test.onnx"), model);
            Path again = folder.resolve("again.onnx");
            String difference;
            try (Network network = OnnxImport.read(file, "test").load(backend)) {
                difference = difference(network, test, output, pose);
                stage = "exported and imported again";
                OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
            }
            if (difference.isEmpty()) {
                try (Network network = OnnxImport.read(again, "test").load(backend)) {
                    difference = difference(network, test, output, pose);
                }
            }
            return difference.isEmpty()
                    ? new Verdict(test, Outcome.PASSED)
                    : new Verdict(test, Outcome.WRONG, difference);
        } catch (InvalidFileException e) {
            return new Verdict(test, Outcome.REFUSED, pose + " not " + stage + ": " + reason(e));
        } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
            return new Verdict(test, Outcome.CRASHED, pose + " not " + stage + ": " + e);
        }
    }

    /** What was found, without the long lists of what would be known. */
    private static String reason(InvalidFileException refusal) {
        return refusal.field().equals("graph")
                ? refusal.expected().replaceFirst("^none of them: ", "").replaceAll(", expected one of [^;]*", "")
                : refusal.field() + " is " + refusal.found();
    }

    /** Where the logits are not what is expected; empty if they are. */
    private static String difference(Network network, NodeTest test, int output, Pose pose) {
        float[] numbers = NodeTest.values(test.inputs().get(test.images().orElseThrow()));
        float[] expected = NodeTest.values(test.outputs().get(output));
        Shape image = network.architecture().input();
        int batch = numbers.length / image.elements();
        Shape shape = image.withBatch(batch);
        try (Plan plan = Plan.of(network, batch, true);
                Tensor images = Tensor.of(network.backend(), shape, Patterns.channelsLast(shape, numbers))) {
            return difference(expected, plan.logits(images), pose);
        }
    }

    private static String difference(float[] expected, float[] found, Pose pose) {
        if (expected.length != found.length) {
            return pose + " " + found.length + " numbers, expected " + expected.length;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean equal = Float.compare(expected[i], found[i]) == 0
                    || Math.abs(expected[i] - found[i]) <= ABSOLUTE + RELATIVE * Math.abs(expected[i]);
            if (!equal) {
                return pose + " element " + i + " is " + found[i] + ", expected " + expected[i];
            }
        }
        return "";
    }
}
