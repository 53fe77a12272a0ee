package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.tensor.backend.contract.UnaryCase;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the options that the program starts with, no vector of the activations is an object: a kernel whose vectors are
 * takes up to a hundred times as long, gives the same results, and nothing else would tell.
 */
class BoxingTest {

    @TempDir
    private Path folder;

    @Test
    void noVectorOfAnActivationBecomesAnObject() throws Exception {
        assumeTrue(
                System.getProperty("os.arch").equals("amd64") && Lanes.bits() >= 256,
                "the compiler's intrinsics are known for AVX2 and AVX-512");
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("..", "bin", "jvm.args"),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BoxingProbe.class.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertEquals(0, probe.waitFor(), Files.readString(err));
        List<String> ops = Files.readAllLines(out);
        int bounded = Policy.values().length * Granularity.values().length;
        int elementwise = 2 * (2 * bounded + UnaryCase.all().size());
        assertEquals(elementwise + BoxingProbe.CONVOLUTIONS + BoxingProbe.INTEGERS, ops.size(), Files.readString(out));
        List<String> boxed = ops.stream()
                .filter(line -> Double.parseDouble(line.split(" ")[0]) > BoxingProbe.FEW)
                .toList();
        assertTrue(boxed.isEmpty(), "bytes allocated for each element: " + boxed);
    }
}
