package org.fitact.nn.integer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.json.JsonReader;
import org.fitact.tensor.fixedpoint.ApFixed;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.integer.Accumulator;

/**
 * A {@link Quantisation} as a file, {@code arithmetic.json}: types in the notation of {@link ApFixed}, by the names of nodes and
 * parameters.
 *
 * <pre>{@code
 * {
 *   "images": "ap_fixed<16,3,AP_RND_CONV,AP_SAT>",
 *   "seed": 0,
 *   "layers": {"conv1": {"output": "ap_fixed<16,4>", "accumulator": "ap_fixed<48,20>", "moment": "end"}},
 *   "parameters": {"conv1.weight": "ap_fixed<16,0>"}
 * }
 * }</pre>
 *
 * <p>A layer without an output has the type of what it reads. Parameters are stored as words of at most 32 bits, half-even and
 * saturating: of their types the format counts.
 */
public record ArithmeticDocument(String images, long seed, Map<String, Layer> layers, Map<String, String> parameters) {

    /** A node; what is missing is null. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Layer(
            @JsonSetter(nulls = Nulls.SET) String output,
            @JsonSetter(nulls = Nulls.SET) String accumulator,
            @JsonSetter(nulls = Nulls.SET) String moment,
            @JsonSetter(nulls = Nulls.SET) String table) {}

    /** What stands in the file of an arithmetic. */
    public static ArithmeticDocument of(Quantisation quantisation) {
        NetworkArithmetic arithmetic = quantisation.arithmetic();
        Map<String, Layer> layers = new LinkedHashMap<>();
        arithmetic
                .layers()
                .forEach((node, layer) -> layers.put(
                        node,
                        new Layer(
                                layer.output().map(ApFixed::write).orElse(null),
                                layer.accumulator()
                                        .map(Accumulator::type)
                                        .map(ApFixed::write)
                                        .orElse(null),
                                layer.accumulator()
                                        .map(ArithmeticDocument::moment)
                                        .orElse(null),
                                layer.table().map(Format::toString).orElse(null))));
        Map<String, String> parameters = new LinkedHashMap<>();
        quantisation
                .parameters()
                .forEach(stored -> parameters.put(
                        stored.parameter(), stored.format().format().toString()));
        return new ArithmeticDocument(ApFixed.write(arithmetic.images()), arithmetic.seed(), layers, parameters);
    }

    private static String moment(Accumulator accumulator) {
        return accumulator.moment().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a file for a graph.
     *
     * @throws InvalidFileException if it is no such file, a parameter of the graph is missing, or the graph lacks what it names;
     *     names the field
     */
    public static Quantisation read(Path file, Graph graph) throws IOException {
        return JsonReader.read(file, ArithmeticDocument.class).quantisation(file, graph);
    }

    /**
     * What it says of a graph.
     *
     * @param file that it is from, for messages
     * @throws InvalidFileException as {@link #read}
     */
    public Quantisation quantisation(Path file, Graph graph) throws InvalidFileException {
        requireKnown(
                file,
                "layers",
                layers.keySet(),
                graph.nodes().stream().map(Node::name).toList());
        requireKnown(
                file,
                "parameters",
                parameters.keySet(),
                graph.parameters().stream().map(ParameterSpec::name).toList());
        Map<String, LayerArithmetic> ofLayers = new LinkedHashMap<>();
        for (Map.Entry<String, Layer> layer : layers.entrySet()) {
            String field = "layers." + layer.getKey();
            ofLayers.put(layer.getKey(), field(file, field, layer.getValue(), ArithmeticDocument::layer));
        }
        List<Quantisation.StoredFormat> ofParameters = new ArrayList<>();
        for (ParameterSpec spec : graph.parameters()) {
            String type = parameters.get(spec.name());
            if (type == null) {
                throw new InvalidFileException(
                        file.toString(), "parameters", "no " + spec.name(), "a type for each parameter");
            }
            QFormat format = field(
                    file,
                    "parameters." + spec.name(),
                    type,
                    text -> QFormat.of(ApFixed.parse(text).format()));
            ofParameters.add(new Quantisation.StoredFormat(spec.name(), spec.kind(), format));
        }
        NetworkArithmetic arithmetic =
                new NetworkArithmetic(field(file, "images", images, ApFixed::parse), ofLayers, seed);
        return new Quantisation(arithmetic, ofParameters);
    }

    private static void requireKnown(Path file, String field, Set<String> names, List<String> known)
            throws InvalidFileException {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidFileException(file, field + "." + name, "there", "only those of the network");
            }
        }
    }

    private static <T, R> R field(Path file, String field, T value, Function<T, R> reader) throws InvalidFileException {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(file.toString(), field, e);
        }
    }

    private static LayerArithmetic layer(Layer layer) {
        Optional<Accumulator> accumulator = Optional.ofNullable(layer.accumulator)
                .map(type -> new Accumulator(ApFixed.parse(type), moment(layer.moment)));
        return new LayerArithmetic(
                Optional.ofNullable(layer.output).map(ApFixed::parse),
                accumulator,
                Optional.ofNullable(layer.table).map(type -> ApFixed.parse(type).format()));
    }

    private static Accumulator.Moment moment(String name) {
        return switch (name) {
            case null -> Accumulator.Moment.END;
            case "end" -> Accumulator.Moment.END;
            case "each-addition" -> Accumulator.Moment.EACH_ADDITION;
            default -> throw new IllegalArgumentException("moment is \"" + name + "\", expected end or each-addition");
        };
    }
}
