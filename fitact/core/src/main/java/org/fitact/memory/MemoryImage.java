package org.fitact.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.identity.ContentHash;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;

/**
 * What a memory holds when a network is deployed: every stored parameter a word, all of them in one {@link FaultSpace}. It
 * follows from the network and the deployment alone, so whoever wants to know no more needs no plan. It lies on the host.
 */
public final class MemoryImage {

    private final Graph graph;
    private final Deployment deployment;
    private final FaultSpace space;
    /** For each region, the index of its parameter in a plan. */
    private final int[] parameterOfRegion;

    private final int[] words;
    private final List<StorageLoss> losses = new ArrayList<>();

    private MemoryImage(Graph graph, List<PlanParameter> parameters, Deployment deployment) {
        this.graph = graph;
        this.deployment = deployment;
        this.parameterOfRegion = MemoryLayout.order(parameters);
        this.space = MemoryLayout.space(deployment, parameters, parameterOfRegion);
        this.words = new int[space.words()];
    }

    /**
     * Of a network as it is now.
     *
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     */
    public static MemoryImage of(Network network, Deployment deployment) {
        Program program = Plan.program(network, deployment.plan());
        List<PlanParameter> parameters = PlanParameter.of(program);
        MemoryImage image = new MemoryImage(program.graph(), parameters, deployment);
        for (int r = 0; r < image.parameterOfRegion.length; r++) {
            image.store(
                    image.space.regions().get(r),
                    parameters.get(image.parameterOfRegion[r]).values());
        }
        return image;
    }

    private void store(Region region, float[] values) {
        FixedPoint arithmetic = deployment.arithmetic(region.kind());
        System.arraycopy(encode(region, arithmetic, values), 0, words, region.offset(), values.length);
        Optional<StorageLoss> loss = StorageLoss.of(region.name(), arithmetic, values, words, region.offset());
        loss.ifPresent(losses::add);
    }

    /** The words of a region's numbers. */
    static int[] encode(Region region, FixedPoint arithmetic, float[] values) {
        int[] encoded = new int[values.length];
        try {
            FixedPointCodec.toWords(arithmetic, values, 0, values.length, encoded, 0);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(region.name() + " cannot be stored: " + e.getMessage());
        }
        return encoded;
    }

    /** Where every stored word lies. */
    public FaultSpace space() {
        return space;
    }

    /** A copy of all words, by address. */
    public int[] words() {
        return words.clone();
    }

    /** SHA-256 of all words, with what lies where in which format. */
    public String sha256() {
        return ContentHash.of(space, words);
    }

    /** What tensors lost when they were stored, beyond rounding: numbers beyond the format's range, tensors of zeros. */
    public List<StorageLoss> losses() {
        return List.copyOf(losses);
    }

    Deployment deployment() {
        return deployment;
    }

    int[] parameterOfRegion() {
        return parameterOfRegion;
    }

    /** What a plan computes with: the network with the numbers for which the words stand. */
    Program program() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Region region : space.regions()) {
            float[] stored = new float[region.words()];
            FixedPointCodec.toFloats(
                    deployment.arithmetic(region.kind()), words, region.offset(), stored.length, stored, 0);
            values.put(region.name(), stored);
        }
        return new Program(graph, values);
    }
}
