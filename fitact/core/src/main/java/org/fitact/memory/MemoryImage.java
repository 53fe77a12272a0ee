package org.fitact.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.identity.ContentHash;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * What a memory holds when a network is deployed: every stored parameter a word, all of them in one {@link FaultSpace}. It
 * follows from the network and the deployment alone, so whoever wants to know no more needs no plan. It lies on the host, and
 * several threads may read it.
 */
public final class MemoryImage {

    private final Graph graph;
    private final PlanOptions plan;
    private final FaultSpace space;
    /** For each region, the index of its parameter in a plan. */
    private final int[] parameterOfRegion;

    private final int[] words;
    private final List<RegionReader> readers = new ArrayList<>();
    private final List<StorageLoss> losses = new ArrayList<>();

    private MemoryImage(Graph graph, List<PlanParameter> parameters, Deployment deployment) {
        this.graph = graph;
        this.plan = deployment.plan();
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
        int[] encoded = encode(region, values);
        StorageLoss.of(region.name(), region.format(), values, encoded).ifPresent(losses::add);
        MemoryCode code = region.code();
        RegionCode ofRegion = code.over(region.format(), encoded);
        if (ofRegion.encode(encoded).length > 0) {
            throw new IllegalArgumentException("code " + code.name() + " of " + region.name() + " has "
                    + code.checkBits(region.format()) + " check bits, expected a code that hides them in the words");
        }
        readers.add(new RegionReader(region, ofRegion));
        System.arraycopy(encoded, 0, words, region.offset(), encoded.length);
    }

    /** The words of a region's numbers, before they are coded. */
    static int[] encode(Region region, float[] values) {
        try {
            return region.format().encode(values);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(region.name() + " cannot be stored: " + e.getMessage());
        }
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

    /** How the plan is compiled that computes with the words. */
    PlanOptions plan() {
        return plan;
    }

    int[] parameterOfRegion() {
        return parameterOfRegion;
    }

    /** What reads the words of each region. */
    List<RegionReader> readers() {
        return readers;
    }

    /** Whether all words are fixed point and stand for themselves, which is what devices can read. */
    boolean isPlainFixedPoint() {
        return space.regions().stream()
                .allMatch(region ->
                        region.format() instanceof FixedPoint && region.code().equals(NoCode.NONE));
    }

    /** What a plan computes with: the network with the numbers for which the words stand. */
    Program program() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int r = 0; r < readers.size(); r++) {
            Region region = space.regions().get(r);
            float[] stored = new float[region.words()];
            readers.get(r).read(words, region.offset(), region.end(), stored, 0);
            values.put(region.name(), stored);
        }
        return new Program(graph, values);
    }
}
