package org.fitact.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

class OpGradientsTest {

    private static final Backend REFERENCE = Backends.open("reference", new BackendOptions(1));

    @TestFactory
    Stream<DynamicTest> everyOpHasTheGradientOfItsFiniteDifferences() {
        OpCoverage coverage = new OpCoverage(families());
        Backend observed = coverage.observe(REFERENCE);
        Stream<DynamicTest> checks = OpGradientCases.all().stream()
                .map(opCase -> dynamicTest(opCase.name(), () -> {
                    GradientCheck.run(observed, opCase);
                    GradientCheck.check(REFERENCE, opCase);
                }));
        DynamicTest none = dynamicTest("no op is left unchecked", () -> assertEquals(Set.of(), coverage.missing()));
        return Stream.concat(checks, Stream.of(none));
    }

    @Test
    void anOpWithoutACaseIsNoticed() {
        OpCoverage coverage = new OpCoverage(families());
        Backend observed = coverage.observe(REFERENCE);
        OpGradientCases.all().stream()
                .filter(opCase -> !opCase.name().startsWith("linear"))
                .forEach(opCase -> GradientCheck.run(observed, opCase));
        assertEquals(Set.of("Products.linear"), coverage.missing());
    }

    @Test
    void aGradientThatIsSlightlyWrongIsNoticed() {
        for (float wrong : new float[] {0, -2, 1.99f, 2.01f, Float.NaN}) {
            GradientCase square = GradientCase.of("x² with gradient " + wrong + "x", (tape, in) -> {
                        Tensor x = in.getFirst();
                        Tensor y;
                        try (Tape aside = Tape.inference(tape.backend())) {
                            y = tape.own(Tensor.of(
                                    x.backend(),
                                    x.shape(),
                                    Elementwise.multiply(aside, x, x).toArray()));
                        }
                        return tape.record(y, (gy, gradients) -> scaledProduct(wrong, gy, x, gradients), x);
                    })
                    .input(0.5, 1, 6);
            assertThrows(AssertionFailedError.class, () -> GradientCheck.check(REFERENCE, square), square.name());
        }
    }

    private static void scaledProduct(float factor, Tensor gy, Tensor x, Gradients gradients) {
        Tensor gx = gradients.allocate(x.shape());
        float[] values = gy.toArray();
        float[] inputs = x.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor * inputs[i];
        }
        gx.upload(values);
        gradients.accumulate(x, gx);
    }

    /** Every class of the package that has an op, found among the compiled classes. */
    private static List<Class<?>> families() {
        String name = Tape.class.getPackageName();
        try (Stream<Path> classes =
                Files.list(Path.of(Tape.class.getResource("Tape.class").toURI()).getParent())) {
            Set<String> names = classes.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                    .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
                    .collect(Collectors.toSet());
            List<Class<?>> families = names.stream()
                    .<Class<?>>map(OpGradientsTest::load)
                    .filter(family -> Arrays.stream(family.getDeclaredMethods()).anyMatch(OpCoverage::isOp))
                    .sorted(Comparator.comparing(Class::getName))
                    .toList();
            assertTrue(families.size() >= 7, families.toString());
            return families;
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
