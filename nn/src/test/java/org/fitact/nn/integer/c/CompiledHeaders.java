package org.fitact.nn.integer.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.integer.ReferenceIntegerOps;

/**
 * Networks whose headers are compiled together by the C compiler of the machine, each with a few images, and must say what the reference
 * says. Where there is no compiler the test is skipped; in continuous integration it fails.
 */
final class CompiledHeaders {

    private static final List<String> COMPILER =
            List.of("cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1");

    private static final Pattern OF_NODE = Pattern.compile("(?s)node (.*) \\([a-z0-9_]+\\): .*");
    private static final Pattern OF_NUMBER = Pattern.compile("(?:output|.* at index) (\\d+) .*");

    private static final String OF_PIXELS = """
            static uint8_t pixels[MACRO_IMAGE];
            static NAME_image_word others[MACRO_IMAGE];
            for (int j = 0; j < MACRO_IMAGE; j++) {
                pixels[j] = (uint8_t)(j / CHANNELS);
            }
            NAME_quantise_pixels(pixels, others);
            if (memcmp(words, others, sizeof words) != 0) {
                printf("NAME pixels have other words\\n");
            }
            """;

    private final Backend backend;
    private final Path folder;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, Long> memories = new LinkedHashMap<>();
    private final Map<String, float[][]> images = new LinkedHashMap<>();
    private final Map<String, Integer> pixels = new LinkedHashMap<>();
    private final List<String> expected = new ArrayList<>();

    CompiledHeaders(Backend backend, Path folder) {
        requireCompiler();
        this.backend = backend;
        this.folder = folder;
    }

    private static void requireCompiler() {
        String reason = "";
        try {
            new ProcessBuilder("cc", "--version").start().waitFor();
        } catch (IOException e) {
            reason = "there is no C compiler: " + e.getMessage();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if ("true".equals(System.getenv("CI"))) {
            assertEquals("", reason, "in continuous integration nothing is skipped");
        }
        assumeTrue(reason.isEmpty(), reason);
    }

    /** Adds a network; what the reference says of the images is computed here. */
    CHeader add(String name, Graph graph, NetworkArithmetic arithmetic, List<ParameterWords> words, float[]... some) {
        return add(name, graph, arithmetic, words, Optional.empty(), some);
    }

    /** Of an image of bytes b = i / channels for its number i, the words must be those of the numbers that are given. */
    CHeader addOfPixels(
            String name, Graph graph, NetworkArithmetic arithmetic, Normalisation normalisation, float[] numbers) {
        CHeader header = add(name, graph, arithmetic, List.of(), Optional.of(normalisation), numbers);
        pixels.put(header.name(), normalisation.channels());
        return header;
    }

    private CHeader add(
            String name,
            Graph graph,
            NetworkArithmetic arithmetic,
            List<ParameterWords> words,
            Optional<Normalisation> normalisation,
            float[]... some) {
        CHeader header = CHeader.of(name, graph, arithmetic, words, normalisation, List.of());
        assertEquals(null, headers.put(header.name(), header.text()));
        memories.put(header.name(), header.memoryBytes());
        images.put(header.name(), some);
        try (IntegerPlan plan = IntegerPlan.of(graph, arithmetic, words, new ReferenceIntegerOps(), 1, 1)) {
            for (float[] image : some) {
                try (Tensor batch = Tensor.of(backend, graph.image().withBatch(1), image)) {
                    expected.add(header.name() + " " + said(plan, batch));
                }
            }
        }
        return header;
    }

    private static String said(IntegerPlan plan, Tensor image) {
        try {
            StringBuilder words = new StringBuilder("logits");
            Arrays.stream(plan.words(image)).forEach(word -> words.append(' ').append(word));
            return words.toString();
        } catch (ArithmeticException e) {
            Matcher node = OF_NODE.matcher(e.getMessage());
            if (node.matches()) {
                List<String> nodes =
                        plan.graph().nodes().stream().map(Node::name).toList();
                return "value " + (nodes.indexOf(node.group(1)) + 1);
            }
            Matcher number = OF_NUMBER.matcher(e.getMessage());
            assertTrue(number.matches(), e.getMessage());
            return "number " + (Integer.parseInt(number.group(1)) + 1);
        }
    }

    /** What the reference says, line by line. */
    List<String> expected() {
        return expected;
    }

    /** Compiles and runs all, and compares. */
    void check() throws IOException, InterruptedException {
        StringBuilder main = new StringBuilder("#include <stdio.h>\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            Files.writeString(folder.resolve(header.getKey() + ".h"), header.getValue());
            main.append("#include \"").append(header.getKey()).append(".h\"\n");
        }
        StringBuilder body = new StringBuilder("int main(void)\n{\n");
        images.forEach((name, some) -> {
            main.append(data(name, some)).append(function(name, some.length));
            body.append("    run_").append(name).append("();\n");
        });
        main.append(body).append("    return 0;\n}\n");
        Files.writeString(folder.resolve("main.c"), main);
        Path program = folder.resolve("main");
        List<String> command = new ArrayList<>(COMPILER);
        command.addAll(List.of("-o", program.toString(), "main.c"));
        assertEquals("", run(command));
        assertIterableEquals(expected, run(List.of(program.toString())).lines().toList());
    }

    private static String data(String name, float[][] images) {
        StringBuilder data =
                new StringBuilder("static const uint32_t images_" + name + "[][" + images[0].length + "] = {\n");
        for (float[] image : images) {
            data.append('{');
            for (float number : image) {
                data.append(Integer.toUnsignedString(Float.floatToRawIntBits(number)))
                        .append("u,");
            }
            data.append("},\n");
        }
        return data.append("};\n").toString();
    }

    private String function(String name, int images) {
        return """
                static void run_NAME(void)
                {
                    static NAME_memory memory;
                    static float image[MACRO_IMAGE];
                    static NAME_image_word words[MACRO_IMAGE];
                    static NAME_logit_word logits[MACRO_LOGITS];
                    if (sizeof memory != BYTES) {
                        printf("NAME takes %lu bytes\\n", (unsigned long)sizeof memory);
                    }
                    for (int i = 0; i < IMAGES; i++) {
                        int32_t wrong;
                        memset(&memory, 0x55 + i, sizeof memory);
                        memcpy(image, images_NAME[i], sizeof image);
                        if ((wrong = NAME_quantise(image, words)) != 0) {
                            printf("NAME number %ld\\n", (long)wrong);
                        } else if ((wrong = NAME_infer(&memory, words, logits)) != 0) {
                            printf("NAME value %ld\\n", (long)wrong);
                        } else {
                            printf("NAME logits");
                            for (int j = 0; j < MACRO_LOGITS; j++) {
                                printf(" %lld", (long long)logits[j]);
                            }
                            printf("\\n");
                        }
                        PIXELS
                    }
                }
                """.replace("PIXELS", pixels.containsKey(name) ? OF_PIXELS : "")
                .replace("CHANNELS", String.valueOf(pixels.get(name)))
                .replace("MACRO", name.toUpperCase(Locale.ROOT))
                .replace("NAME", name)
                .replace("BYTES", Long.toString(memories.get(name)))
                .replace("IMAGES", Integer.toString(images));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), command.toString());
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        return text;
    }
}
