package org.fitact.protect.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Binary;
import org.fitact.protect.Bounds;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * The piecewise rectified linear unit of ErDNN (Ali et al., IEEE Access 8, 2020): behind every activation, slopes that fall from one
 * knee to the next, so that the further a fault has moved a value the less of that passes. With K what a layer reached in the profile,
 * knees at {@code K, 2K, 3K, 4K, 5K} and slopes {@code s₀ = 1}, and ½, 0.4, 0.3, 0.25, 0.2 behind them:
 *
 * <pre>y = x up to K,  y = y(iK) + s_i·(x − iK) from iK to (i + 1)K,  and so on beyond 5K with s₅</pre>
 *
 * Below 0, where values lie there, the same with what the layer reached below. Nothing that the profile saw is changed.
 *
 * <p>It is computed by nodes that there are, of each knee one {@link Affine} and one minimum, or maximum: {@code y_i = min(y_(i−1),
 * r_i·y_(i−1) + (1 − r_i)·y(iK))} with {@code r_i = s_i/s_(i−1)}. So it runs, is stored and exported without an operator of its own, and
 * costs two passes over the value for each knee.
 *
 * <p>Otherwise than there: the paper trains the network with the unit, its knees at 6, 12, … for every layer; here they follow from the
 * profile, and nothing is trained. The published code leaves small steps at its knees, here the function is continuous. Its knees are numbers
 * of the program, and no words at risk. The layer that votes over repeated convolutions is a scheme of its own.
 */
public final class ErDnn implements Protection {

    private static final List<Double> SLOPES = List.of(0.5, 0.4, 0.3, 0.25, 0.2);

    @Override
    public String name() {
        return "erdnn";
    }

    @Override
    public String summary() {
        return "slopes that fall at five knees above the layer's profiled maximum (PwReLU of ErDNN, Ali et al., 2020)";
    }

    @Override
    public Role role() {
        return Role.BY_NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Map.of("slopes", SLOPES);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Map<String, List<Node>> behind = new LinkedHashMap<>();
        Map<String, Object> knees = new LinkedHashMap<>();
        for (Site site : network.sites()) {
            if (site.isBounded()) {
                throw new IllegalArgumentException(site.name() + " is bounded already, expected an activation alone");
            }
            Bounds reached = job.profile().bounds(site, Granularity.LAYER);
            List<Node> nodes = new ArrayList<>();
            bend(nodes, site.name(), BinaryOp.MINIMUM, reached.upper()[0]);
            if (site.canBeNegative()) {
                bend(nodes, site.name(), BinaryOp.MAXIMUM, reached.lower()[0]);
            }
            behind.put(site.name(), nodes);
            knees.put(site.name(), reached.upper()[0]);
        }
        Graph bent = network.graph().inserting(behind);
        network.transform(bent);
        return new Outcome(Map.of("slopes", SLOPES, "firstKnees", knees));
    }

    /** Its lines and the minima, or maxima, with them. */
    @Override
    public boolean added(Node node) {
        return node.name().matches(".*\\.(above|below)\\d+(\\.line)?");
    }

    /**
     * Adds the knees of one side.
     *
     * @param nodes behind the site so far
     * @param side minimum above 0, maximum below
     * @param reached K, with its sign
     */
    private static void bend(List<Node> nodes, String site, BinaryOp side, double reached) {
        String suffix = side == BinaryOp.MINIMUM ? ".above" : ".below";
        double slope = 1;
        double atKnee = 0;
        for (int i = 0; i < SLOPES.size(); i++) {
            atKnee += slope * reached;
            double ratio = SLOPES.get(i) / slope;
            slope = SLOPES.get(i);
            String x = nodes.isEmpty() ? site : nodes.getLast().name();
            Node line = new Node(
                    site + suffix + (i + 1) + ".line", new Affine((float) ratio, (float) ((1 - ratio) * atKnee)), x);
            nodes.add(line);
            nodes.add(new Node(site + suffix + (i + 1), new Binary(side), List.of(x, line.name()), List.of()));
        }
    }
}
