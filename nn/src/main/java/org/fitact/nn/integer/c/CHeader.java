package org.fitact.nn.integer.c;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.ReferenceIntegerOps;

/**
 * A network in integer arithmetic as one header in C99: the words of all its parameters, and functions that compute the logits of an
 * image, to the bit as {@link IntegerPlan} does. It includes {@code <stdint.h>} and {@code <string.h>} ({@code memcpy}) alone, allocates
 * nothing, has no state, and no floating-point arithmetic; what values lie in is a structure that the caller gives. For a network called
 * {@code net}:
 *
 * <pre>
 * int32_t net_quantise(const float *image, net_image_word *words);
 * void net_quantise_pixels(const uint8_t *pixels, net_image_word *words);
 * int32_t net_infer(net_memory *memory, const net_image_word *image, net_logit_word *logits);
 * int32_t net_class(const net_logit_word *logits);
 * </pre>
 *
 * <p>Images are {@code [height, width, channels]}, normalised. That of bytes is there if the normalisation is known, each byte has
 * a word and none is drawn. {@code quantise} and {@code infer} return 0, or tell what has no word: the place of a number, or the value of
 * which a word was beyond a type that fails then.
 */
public final class CHeader {

    private final CNames names;
    private final IntegerSteps steps;
    private final Graph graph;
    private final List<String> notes;
    private final EnumSet<Helper> helpers = EnumSet.noneOf(Helper.class);
    private final List<Layer> layers = new ArrayList<>();
    private final Layer quantiser;
    private final int[] roots;
    private final ValueMemory memory;

    private CHeader(
            String name,
            Graph graph,
            NetworkArithmetic arithmetic,
            Collection<ParameterWords> words,
            Optional<Normalisation> normalisation,
            List<String> notes) {
        this.names = new CNames(name);
        this.graph = graph;
        this.notes = List.copyOf(notes);
        this.steps = new IntegerSteps(graph, arithmetic);
        if (graph.nodes().isEmpty()) {
            throw new IllegalArgumentException("a network without any layer cannot be written in C");
        }
        for (String api :
                List.of("quantise", "quantise_pixels", "infer", "class", "memory", "image_word", "logit_word")) {
            names.reserved(api);
        }
        Map<String, ParameterWords> parameters = new HashMap<>();
        words.forEach(parameter -> parameters.put(parameter.name(), parameter));
        NodeCode code = new NodeCode(steps, parameters);
        Map<Object, String> shared = new HashMap<>();
        this.roots = roots();
        this.quantiser = new Layer(names, helpers, shared, Graph.IMAGES, 0);
        new QuantiserCode(quantiser, steps.type(0), steps.elements(0)).write(names.reserved("quantise"));
        normalisation.ifPresent(pixels -> new PixelCode(quantiser, steps.type(0), steps.elements(0))
                .write(names.reserved("quantise_pixels"), pixels));
        for (int value = 1; value < steps.values(); value++) {
            Layer layer = new Layer(names, helpers, shared, steps.node(value).name(), value);
            if (roots[value] == value) {
                code.write(steps.node(value), layer);
            }
            layers.add(layer);
        }
        this.memory = memory();
    }

    /**
     * Writes a network as C.
     *
     * @param name what all identifiers begin with; characters that C does not take become underscores
     * @param graph that {@link IntegerPlan#program} gave
     * @param words of all its parameters
     * @param normalisation of images of bytes; empty for no function that takes them
     * @param notes lines for the comment at the top
     * @throws IllegalArgumentException if a node is not computed in integers, or not in such formats; it names the node
     */
    public static CHeader of(
            String name,
            Graph graph,
            NetworkArithmetic arithmetic,
            Collection<ParameterWords> words,
            Optional<Normalisation> normalisation,
            List<String> notes) {
        // What is no network in integers is refused where that is known.
        IntegerPlan.of(graph, arithmetic, words, new ReferenceIntegerOps(), 1, 1)
                .close();
        return new CHeader(name, graph, arithmetic, words, normalisation, notes);
    }

    /** What all identifiers begin with. */
    public String name() {
        return names.prefix();
    }

    /** Bytes of the structure that values lie in, on a machine that aligns words to their width. */
    public long memoryBytes() {
        return memory.bytes();
    }

    /** Bytes of all constants. */
    public long constantBytes() {
        return Stream.concat(layers.stream(), Stream.of(quantiser))
                .flatMap(layer -> layer.arrays().stream())
                .mapToLong(WordArray::bytes)
                .sum();
    }

    /** Writes the header to a file, atomically. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, channel -> {
            Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            writeTo(out);
            out.flush();
        });
    }

    /** The header as a text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        try {
            writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The value whose words a value has, in the same order and of the same type; itself, if it is made. */
    private int[] roots() {
        int[] all = new int[steps.values()];
        for (int value = 1; value < all.length; value++) {
            Node node = steps.node(value);
            boolean isOutput = node.name().equals(graph.output());
            all[value] = !isOutput && NodeCode.movesNothing(node, steps) ? all[steps.inputs(node)[0]] : value;
        }
        return all;
    }

    private int[] operands(int value) {
        int[] operands = steps.inputs(steps.node(value));
        for (int i = 0; i < operands.length; i++) {
            operands[i] = roots[operands[i]];
        }
        return operands;
    }

    private ValueMemory memory() {
        int[] lastReader = new int[steps.values()];
        for (int value = 0; value < lastReader.length; value++) {
            lastReader[value] = value;
            for (int operand : value == 0 || roots[value] != value ? new int[0] : operands(value)) {
                lastReader[operand] = value;
            }
        }
        ValueMemory places = new ValueMemory(lastReader);
        for (int value = 1; value < lastReader.length; value++) {
            Layer layer = layers.get(value - 1);
            if (layer.function() == null) {
                continue;
            }
            int[] operands = operands(value);
            if (isOutput(value)) {
                places.release(value, operands);
            } else {
                int replaced =
                        layer.replaces().isPresent() ? operands[layer.replaces().getAsInt()] : -1;
                places.place(value, type(value), steps.elements(value), replaced, operands);
            }
        }
        return places;
    }

    private boolean isOutput(int value) {
        return steps.node(value).name().equals(graph.output());
    }

    private CInteger type(int value) {
        return CInteger.of(steps.type(value).format());
    }

    private void writeTo(Appendable out) throws IOException {
        out.append(top());
        for (Helper helper : helpers) {
            out.append(helper.text(names.prefix(), steps.arithmetic().seed())).append('\n');
        }
        for (Layer layer : layers) {
            write(layer, out);
        }
        for (WordArray array : quantiser.arrays()) {
            array.writeTo(out);
            out.append('\n');
        }
        out.append(quantiser.functions());
        out.append(end());
    }

    private String top() {
        FixedType images = steps.type(0);
        FixedType logits = steps.type(steps.number(graph.output()));
        StringBuilder lines = new StringBuilder();
        notes.forEach(note -> lines.append(" * ").append(CNames.comment(note)).append('\n'));
        return Template.of("""
                /*
                 * ${name}: a network in integer arithmetic, written by fitact.
                ${notes}
                 *
                 * An image is ${image}, normalised, as words of ${images}.
                 * Logits are ${classes} words of ${logits}: a number is word / 2^${fraction}.
                 * Constants take ${constants} bytes, ${name}_memory ${memory} bytes.
                 */
                #ifndef ${H}
                #define ${H}

                #include <stdint.h>
                #include <string.h>

                #define ${IMAGE} ${imageWords}
                #define ${LOGITS} ${classes}

                typedef ${imageWord} ${name}_image_word;
                typedef ${logitWord} ${name}_logit_word;

                """)
                .with("name", names.prefix())
                .with("notes", lines)
                .with("image", graph.image())
                .with("images", images)
                .with("logits", logits)
                .with("fraction", logits.format().fraction())
                .with("constants", constantBytes())
                .with("memory", memoryBytes())
                .with("H", names.macro("H"))
                .with("IMAGE", names.macro("IMAGE"))
                .with("LOGITS", names.macro("LOGITS"))
                .with("imageWords", steps.elements(0))
                .with("classes", graph.outputShape().elements())
                .with("imageWord", type(0))
                .with("logitWord", type(steps.number(graph.output())))
                .fill();
    }

    private void write(Layer layer, Appendable out) throws IOException {
        if (layer.function() == null && layer.constant() == null) {
            return;
        }
        Node node = steps.node(layer.number());
        out.append("/*\n * Value " + layer.number() + ", " + CNames.comment(node.name()) + ": "
                + node.op().label() + " " + CNames.comment(shapes(node)) + " of " + steps.type(layer.number()) + "\n");
        for (String line : layer.comments()) {
            out.append(" * ").append(line).append('\n');
        }
        out.append(" */\n");
        for (WordArray array : layer.arrays()) {
            array.writeTo(out);
            out.append('\n');
        }
        out.append(layer.functions());
    }

    private String shapes(Node node) {
        List<String> inputs =
                graph.inputShapes(node).stream().map(Object::toString).toList();
        return (inputs.isEmpty() ? "" : String.join(", ", inputs) + " -> ") + graph.shape(node.name());
    }

    private String end() {
        StringBuilder calls = new StringBuilder();
        boolean fails = layers.stream().anyMatch(Layer::fails);
        for (Layer layer : layers) {
            if (layer.function() != null) {
                calls.append(call(layer));
            }
        }
        boolean remembers = calls.indexOf("memory->") >= 0;
        return Template.of("""
                /* What the values of one image lie in. It needs no beginning, and holds nothing from one image to the next. */
                typedef struct {
                    ${members}
                } ${name}_memory;

                /* Computes the logits, and returns 0; ${failure} */
                static inline int32_t ${name}_infer(
                    ${name}_memory *memory, const ${name}_image_word *image, ${name}_logit_word *logits)
                {
                    ${failed}
                    ${unused}
                    ${calls}
                    return 0;
                }

                /* The first of the largest logits. */
                static inline int32_t ${name}_class(const ${name}_logit_word *logits)
                {
                    int32_t first = 0;
                    for (int32_t i = 1; i < ${LOGITS}; i++) {
                        if (logits[i] > logits[first]) {
                            first = i;
                        }
                    }
                    return first;
                }

                #endif
                """)
                .with("members", memory.members())
                .with("name", names.prefix())
                .with(
                        "failure",
                        fails
                                ? "or the number of the value of which a word is beyond its type."
                                : "no type of this network fails.")
                .with("failed", fails ? "int32_t failed = 0;" : "")
                .with("unused", remembers ? "" : "(void)memory;")
                .with("calls", calls)
                .with("LOGITS", names.macro("LOGITS"))
                .fill();
    }

    private String call(Layer layer) {
        int value = layer.number();
        List<String> arguments = new ArrayList<>();
        for (int operand : operands(value)) {
            arguments.add(place(operand));
        }
        arguments.add(isOutput(value) ? "logits" : memory.expression(value));
        if (layer.fails()) {
            arguments.add("&failed");
        }
        String call = layer.function() + "(" + String.join(", ", arguments) + ");\n";
        return layer.fails() ? call + "if (failed) {\n    return " + value + ";\n}\n" : call;
    }

    private String place(int value) {
        if (value == 0) {
            return "image";
        }
        String constant = layers.get(value - 1).constant();
        return constant != null ? constant : memory.expression(value);
    }
}
