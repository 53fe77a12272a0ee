package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.cuda.driver.KernelSources;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** An op has one word: what its record {@code X} is called, its kernels {@code XKernels} and its {@code x.cu} are too. */
class OpNamesTest {

    /** Records that are no ops of their own, and the word of the op that they belong to. */
    private static final Map<Class<?>, String> PARTS = Map.of(
            UnaryOp.class, "Elementwise",
            BinaryOp.class, "Elementwise",
            Broadcast.class, "Elementwise",
            ReduceOp.class, "Reduction",
            BatchNormSaved.class, "BatchNorm",
            BatchNormGradients.class, "BatchNorm",
            IntervalGradients.class, "Interval",
            Epilogue.class, "Gemm",
            Product.class, "Gemm");

    /** Kernels on words: in two packages {@code XKernels}, and {@code integerx.cu}. */
    private static final Set<String> ON_WORDS = Set.of("Bound", "Element", "Pool", "Product");

    /** Kernels of no op: they look at arguments, or are another way to compute products. */
    private static final Set<String> OTHERS = Set.of("checks", "naive", "tensorcore");

    /** Of what the methods of a backend take. */
    private static Set<String> words() {
        String ours = Tensor.class.getPackageName() + ".";
        return Arrays.stream(Backend.class.getMethods())
                .flatMap(method -> Arrays.stream(method.getParameterTypes()))
                .filter(type ->
                        type.getName().startsWith(ours) && !type.getPackage().equals(Buffer.class.getPackage()))
                .map(type -> PARTS.getOrDefault(type, type.getSimpleName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertOneOf(List<String> packages, String name) {
        assertTrue(
                packages.stream().anyMatch(some -> exists("org.fitact." + some + "." + name)),
                () -> "no class " + name + " in " + packages);
    }

    private static boolean exists(String name) {
        try {
            return Class.forName(name) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void kernelsHaveTheNameOfTheRecord() {
        assertTrue(words().size() > 8, words().toString());
        for (String word : words()) {
            assertOneOf(List.of("tensor.backend.reference", "tensor.backend.cpu"), word + "Kernels");
            assertOneOf(List.of("cuda.kernel", "cuda.kernel.attention", "cuda.kernel.words"), word + "Kernels");
        }
    }

    private static String familyOnWords(String word) {
        return "integer" + word.toLowerCase(Locale.ROOT);
    }

    @Test
    void kernelsOnWordsHaveTheNameOfTheReferences() throws IOException {
        for (String word : ON_WORDS) {
            assertOneOf(List.of("tensor.integer"), word + "Kernels");
            Path file = Path.of("src/main/java/org/fitact/cuda/kernel/integer", word + "Kernels.java");
            assertLaunches(file, familyOnWords(word));
        }
    }

    private static void assertLaunches(Path file, String family) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains("FAMILY = \"" + family + "\""), () -> file + " does not launch the family " + family);
    }

    @Test
    void aFamilyOfCudaKernelsHasTheNameOfTheRecordInSmallLetters() {
        Set<String> expected = words().stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        expected.addAll(OTHERS);
        ON_WORDS.forEach(word -> expected.add(familyOnWords(word)));
        assertEquals(expected, new TreeSet<>(KernelSources.FAMILIES));
    }

    /** A launcher names the family that it launches. */
    @Test
    void launchersLaunchTheirOwnFamily() throws IOException {
        for (String word : words()) {
            Path folder = Path.of("src/main/java/org/fitact/cuda/kernel");
            Path file = Stream.of("", "attention", "words")
                    .map(inside -> folder.resolve(inside, word + "Kernels.java"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            assertLaunches(file, word.toLowerCase(Locale.ROOT));
        }
    }
}
