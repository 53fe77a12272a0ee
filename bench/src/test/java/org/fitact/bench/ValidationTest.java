package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.fitact.bench.number.IntegerBenchmark;
import org.fitact.bench.number.WordsBenchmark;
import org.fitact.bench.planted.Forgetful;
import org.fitact.bench.planted.Unvalidated;
import org.fitact.bench.planted.Wrong;
import org.fitact.bench.redundancy.RedundancyBenchmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** No benchmark of this module is timed before its output was found right. */
class ValidationTest {

    /** Every benchmark with parameters that a test can afford. A new benchmark needs its line here. */
    private static final Map<Class<?>, Supplier<ValidatedState>> SMALL = Map.ofEntries(
            Map.entry(GemmBenchmark.class, ValidationTest::gemm),
            Map.entry(ConvolutionBenchmark.class, ValidationTest::convolution),
            Map.entry(DepthwiseBenchmark.class, ValidationTest::depthwise),
            Map.entry(InferenceBenchmark.class, ValidationTest::inference),
            Map.entry(IntegerBenchmark.class, ValidationTest::integers),
            Map.entry(BoundedReluBenchmark.class, () -> activation("smooth-neuron")),
            Map.entry(CopyBenchmark.class, ValidationTest::copy),
            Map.entry(DecodeBenchmark.class, ValidationTest::decode),
            Map.entry(FusionBenchmark.class, ValidationTest::fusion),
            Map.entry(InjectionBenchmark.class, ValidationTest::injection),
            Map.entry(RedundancyBenchmark.class, ValidationTest::redundancy),
            Map.entry(TrainingStepBenchmark.class, ValidationTest::trainingStep),
            Map.entry(WordsBenchmark.class, ValidationTest::words));

    private static ValidatedState gemm() {
        GemmBenchmark state = new GemmBenchmark();
        state.threads = 2;
        return state;
    }

    private static ValidatedState convolution() {
        ConvolutionBenchmark state = new ConvolutionBenchmark();
        state.layer = "4:19:23:1:3";
        state.batch = 2;
        state.threads = 2;
        return state;
    }

    private static ValidatedState depthwise() {
        DepthwiseBenchmark state = new DepthwiseBenchmark();
        state.layer = "9:24:2:3";
        state.activation = "bound";
        state.batch = 2;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState inference() {
        InferenceBenchmark state = new InferenceBenchmark();
        state.model = "lenet5";
        state.classes = 10;
        state.batch = 3;
        state.study = InferenceBenchmark.RANDOM;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState redundancy() {
        RedundancyBenchmark state = new RedundancyBenchmark();
        state.model = "lenet5";
        state.batch = 2;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState integers() {
        IntegerBenchmark state = new IntegerBenchmark();
        state.model = "lenet5";
        state.batch = 3;
        state.bits = 8;
        state.threads = 2;
        return state;
    }

    private static ValidatedState words() {
        WordsBenchmark state = new WordsBenchmark();
        state.model = "lenet5";
        state.batch = 2;
        state.threads = 2;
        return state;
    }

    private static ValidatedState activation(String name) {
        BoundedReluBenchmark state = new BoundedReluBenchmark();
        state.activation = name;
        state.kibibytes = 16;
        state.batch = 4;
        state.near = 0.25;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState copy() {
        CopyBenchmark state = new CopyBenchmark();
        state.kibibytes = 256;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState decode() {
        DecodeBenchmark state = new DecodeBenchmark();
        state.code = "secded72";
        state.words = 300_007;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState fusion() {
        FusionBenchmark state = new FusionBenchmark();
        state.layer = "8:24";
        state.policy = "zero";
        state.batch = 2;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static ValidatedState injection() {
        InjectionBenchmark state = new InjectionBenchmark();
        state.model = "lenet5";
        state.rate = 1e-4;
        state.device = "cpu";
        state.threads = 1;
        return state;
    }

    private static ValidatedState trainingStep() {
        TrainingStepBenchmark state = new TrainingStepBenchmark();
        state.model = "resnet20";
        state.batch = 2;
        state.device = "cpu";
        state.threads = 2;
        return state;
    }

    private static Map<String, Set<String>> benchmarks(ImportOption option) {
        return new ClassFileImporter()
                .withImportOption(option).importPackages("org.fitact.bench").stream()
                        .filter(type -> !type.getPackageName().contains("jmh_generated"))
                        .filter(type -> !methods(type).isEmpty())
                        .collect(Collectors.toMap(JavaClass::getName, ValidationTest::methods));
    }

    private static Set<String> methods(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(Benchmark.class))
                .map(JavaMethod::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyBenchmarkClassIsOneThatValidatesAndIsTriedHere() throws ClassNotFoundException {
        Set<String> found =
                new TreeSet<>(benchmarks(new ImportOption.DoNotIncludeTests()).keySet());
        for (String name : found) {
            assertTrue(ValidatedState.class.isAssignableFrom(Class.forName(name)), name);
        }
        found.removeIf(name -> name.startsWith("org.fitact.bench.peers.")); // there with -P peers only
        assertEquals(SMALL.keySet().stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new)), found);
    }

    @Test
    void aClassThatDoesNotValidateIsFound() {
        Map<String, Set<String>> found = benchmarks(ImportOption.Predefined.ONLY_INCLUDE_TESTS);
        assertTrue(found.containsKey(Unvalidated.class.getName()), found.toString());
        assertFalse(ValidatedState.class.isAssignableFrom(Unvalidated.class));
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyMethodWasValidatedWhenSetUpIsOver(Class<?> type) throws Exception {
        ValidatedState state = SMALL.get(type).get();
        state.prepare();
        try {
            Set<String> expected =
                    benchmarks(new ImportOption.DoNotIncludeTests()).get(type.getName());
            assertEquals(expected, state.validated());
        } finally {
            state.cleanUp();
        }
    }

    static Set<Class<?>> states() {
        return SMALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void everyActivationAgreesWithTheReference(String name) throws Exception {
        ValidatedState state = activation(name);
        state.prepare();
        state.cleanUp();
    }

    static String[] activations() throws NoSuchFieldException {
        return BoundedReluBenchmark.class
                .getField("activation")
                .getAnnotation(Param.class)
                .value();
    }

    @Test
    void aWrongResultIsNotTimed() {
        String message =
                assertThrows(IllegalStateException.class, new Wrong()::prepare).getMessage();
        assertTrue(message.contains("timed") && message.contains("result[1]"), message);
    }

    @Test
    void aForgottenMethodIsNotTimed() {
        String message = assertThrows(IllegalStateException.class, new Forgetful()::prepare)
                .getMessage();
        assertTrue(message.contains("[second]"), message);
    }
}
