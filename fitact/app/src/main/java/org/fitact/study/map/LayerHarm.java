package org.fitact.study.map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.json.JsonReader;

/**
 * What a map says of the layers whose products a network computes: {@code P(l) = Σ bits · share / Σ bits} over the strata of the weights
 * of layer l, or of all that is stored for it where faults were not divided by kinds.
 */
public final class LayerHarm {

    private static final String LAYER = "layer";
    private static final String WEIGHT = "weight";

    private LayerHarm() {}

    /** The part of a map that is read. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Mapped(String model, List<String> by, List<OfStratum> strata, List<OfRegion> regions) {}

    /** A stratum as the map has it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record OfStratum(
            @JsonSetter(nulls = Nulls.SET) String layer,
            @JsonSetter(nulls = Nulls.SET) String kind,
            long bits,
            Share harmful) {

        boolean isOfWeights() {
            return kind == null || kind.equals(WEIGHT);
        }
    }

    /** Of flips that change an answer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Share(double share) {}

    /** A region as the map has it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record OfRegion(String region, long words) {}

    /**
     * Reads a map.
     *
     * @param map a {@code map.json}
     * @param network whose layers it must have
     * @return P, 0..1, by the names of the layers in the order of the network
     * @throws InvalidFileException if it is no map by layers, or of another network; it names the field
     */
    public static Map<String, Double> of(Path map, Checkpoint network) throws IOException {
        return of(map, network.architecture().model(), network.graph());
    }

    /** The same of a graph. */
    static Map<String, Double> of(Path map, String model, Graph graph) throws IOException {
        Mapped mapped = JsonReader.read(map, Mapped.class);
        if (!mapped.by.contains(LAYER)) {
            throw new InvalidFileException(
                    map, "by", mapped.by.toString(), LAYER + " among them: channels are chosen by their layers");
        }
        if (!mapped.model.equals(model)) {
            throw new InvalidFileException(map, "model", mapped.model, model + ", the network that is hardened");
        }
        Map<String, Double> mean = means(map, mapped.strata);
        Map<String, Double> found = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Product product) {
                String weights = node.parameters().getFirst();
                requireSize(map, mapped.regions, weights, words(product, graph, node));
                String layer = ParameterSpec.layerOf(weights);
                if (!mean.containsKey(layer)) {
                    throw new InvalidFileException(
                            map, "strata", "none of the weights of " + layer, "some of each layer of the network");
                }
                found.put(layer, mean.get(layer));
            }
        }
        if (found.values().stream().allMatch(share -> share == 0)) {
            throw new InvalidFileException(map, "strata", "no flip that changes an answer", "one at least");
        }
        return found;
    }

    private static long words(Product product, Graph graph, Node node) {
        return product.parameters(graph.inputShapes(node)).getFirst().shape().elements();
    }

    private static void requireSize(Path map, List<OfRegion> regions, String weights, long words)
            throws InvalidFileException {
        for (OfRegion region : regions) {
            if (region.region.equals(weights)) {
                if (region.words != words) {
                    throw new InvalidFileException(
                            map, "words of " + weights, Long.toString(region.words), words + ", as the network has");
                }
                return;
            }
        }
        throw new InvalidFileException(
                map,
                "regions",
                "no " + weights + ", but "
                        + regions.stream().limit(3).map(OfRegion::region).collect(Collectors.joining(", ", "", " …")),
                "those of the network that is hardened");
    }

    /** By layers, those of weights alone. */
    private static Map<String, Double> means(Path map, List<OfStratum> strata) throws InvalidFileException {
        Map<String, Double> harm = new LinkedHashMap<>();
        Map<String, Double> bits = new LinkedHashMap<>();
        for (int s = 0; s < strata.size(); s++) {
            OfStratum stratum = strata.get(s);
            String field = "strata[" + s + "].";
            if (stratum.layer == null) {
                throw new InvalidFileException(map, field + LAYER, "missing", "the layer of the stratum");
            }
            if (stratum.bits < 1) {
                throw new InvalidFileException(map, field + "bits", Long.toString(stratum.bits), "1 or more");
            }
            double share = stratum.harmful.share;
            if (!(share >= 0 && share <= 1)) {
                throw new InvalidFileException(map, field + "harmful.share", Double.toString(share), "0 to 1");
            }
            if (stratum.isOfWeights()) {
                harm.merge(stratum.layer, stratum.bits * share, Double::sum);
                bits.merge(stratum.layer, (double) stratum.bits, Double::sum);
            }
        }
        harm.replaceAll((layer, sum) -> sum / bits.get(layer));
        return harm;
    }
}
