package org.fitact.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.ArithmeticDocument;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.LayerArithmetic;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.Quantisation;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.transients.Places;
import org.fitact.transients.WordStriker;

/**
 * That a network computes in integers, with the words that lie in memory themselves.
 *
 * @param graph of the network, as {@link IntegerPlan#program} gives it
 * @param quantisation how its parameters are stored and its nodes compute
 * @param ops that compute; each does so to the bit
 * @param threads that share the images of a run; nothing that is found depends on them
 */
public record IntegerInference(Graph graph, Quantisation quantisation, IntegerOps ops, int threads) {

    /** Of a network as it is now. */
    public static IntegerInference of(Network network, Quantisation quantisation, int threads) {
        Graph graph = IntegerPlan.program(network).graph();
        return new IntegerInference(graph, quantisation, Backends.integers(network.backend()), threads);
    }

    /**
     * Of a network as it is now, by an arithmetic that was of the same network before.
     *
     * @throws InvalidFileException if it is not one of the network; names the field
     */
    public static IntegerInference of(Network network, ArithmeticDocument arithmetic, int threads)
            throws InvalidFileException {
        Graph graph = IntegerPlan.program(network).graph();
        return of(network, arithmetic.quantisation(Path.of("arithmetic"), graph), threads);
    }

    /**
     * Of a network as it is now, by the file of an arithmetic.
     *
     * @throws InvalidFileException if it is no arithmetic of the network, or one in which a fault that makes a number overflow is an
     *     error; names the field
     */
    public static IntegerInference read(Path file, Network network, int threads) throws IOException {
        Graph graph = IntegerPlan.program(network).graph();
        Quantisation quantisation = ArithmeticDocument.read(file, graph);
        NetworkArithmetic arithmetic = quantisation.arithmetic();
        requireGoingOn(file, "images", arithmetic.images());
        for (Map.Entry<String, LayerArithmetic> layer : arithmetic.layers().entrySet()) {
            String field = "layers." + layer.getKey() + ".";
            requireGoingOn(file, field + "output", layer.getValue().output().orElse(arithmetic.images()));
            requireGoingOn(
                    file,
                    field + "accumulator",
                    layer.getValue().accumulator().map(Accumulator::type).orElse(arithmetic.images()));
        }
        return new IntegerInference(graph, quantisation, Backends.integers(network.backend()), threads);
    }

    private static void requireGoingOn(Path file, String field, FixedType type) throws InvalidFileException {
        if (type.overflow() == Overflow.ERROR) {
            throw new InvalidFileException(
                    file, field, type.toString(), "an overflow that goes on, since faults make numbers overflow");
        }
    }

    /** Bits of the words that transient faults strike: those of the arithmetic. */
    Places.Widths struckWidths() {
        IntegerSteps steps = new IntegerSteps(graph, quantisation.arithmetic());
        return (target, step) -> WordStriker.format(steps, target, step).width();
    }

    StoredNetwork deploy(MemoryImage image) {
        return deploy(image, ops);
    }

    /** Deploys what a memory of the network holds, computed by the reference of all ops: slowly, and by definition. */
    public StoredNetwork deployByDefinition(MemoryImage image) {
        return deploy(image, new ReferenceIntegerOps());
    }

    private StoredNetwork deploy(MemoryImage image, IntegerOps by) {
        return StoredNetwork.of(image, graph, quantisation.arithmetic(), by, threads);
    }

    /** All that outcomes depend on, in the words of an arithmetic's file. */
    public Map<String, Object> identity() {
        ArithmeticDocument document = ArithmeticDocument.of(quantisation);
        Map<String, Object> layers = new LinkedHashMap<>();
        document.layers().forEach((name, layer) -> layers.put(name, identity(layer)));
        return Map.of(
                "images", document.images(),
                "seed", document.seed(),
                "layers", layers,
                "parameters", document.parameters());
    }

    private static Map<String, Object> identity(ArithmeticDocument.Layer layer) {
        return Map.of(
                "output", Optional.ofNullable(layer.output()),
                "accumulator", Optional.ofNullable(layer.accumulator()),
                "moment", Optional.ofNullable(layer.moment()),
                "table", Optional.ofNullable(layer.table()));
    }
}
