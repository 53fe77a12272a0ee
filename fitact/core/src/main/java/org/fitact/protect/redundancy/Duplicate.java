package org.fitact.protect.redundancy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.protect.ComputationCheck;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;

/**
 * The most vulnerable channels computed twice; where the two differ the value of the smaller size is taken (Mahmoud et al., HarDNN: Feature Map
 * Vulnerability Evaluation in CNNs, arXiv 2002.09786, [5] of the FitAct paper, which duplicates the most vulnerable feature maps;
 * Ahmadilivani et al., arXiv 2405.10658, whose correction takes the smaller). Vulnerable is a channel by its gain: {@link ChannelGains};
 * or, where a map says what share P(l) of the flips of bits in the weights of each layer l changes an answer, by
 *
 * <pre>{@code v(o) = P(l) · gain(o) / mean gain of the channels of l}</pre>
 *
 * so that the channels of a layer have its share on average. A map knows each layer to a margin, and has seen a channel a few times
 * if ever; within a layer gradients say what it cannot. A flip in a filter is one in all sums of its channel, so P(l) counts their places, as
 * the gain does.
 *
 * <p>Otherwise than there: HarDNN ranks by errors that it injects into values of each channel, and only detects; Ahmadilivani duplicates the weights of a filter too, and so
 * guards the memory. Here both computations read the same words. What is computed again is the whole product, of which the chosen channels
 * are compared, and struck: so its own time is that of products computed twice, and the multiply-adds are counted of the chosen channels.
 */
public final class Duplicate implements Protection {

    private static final String GAINS = "gains";

    /** A channel, and what it takes to compute it once more, as a share of all multiply-adds. */
    public record RankedChannel(String step, int channel, double multiplyAdds) {}

    @Override
    public String name() {
        return "duplicate";
    }

    @Override
    public String summary() {
        return "the channels of the largest gradients computed twice, the smaller value taken (after HarDNN, Mahmoud"
                + " et al., 2020)";
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
        return settings.duplication().fields();
    }

    @Override
    public boolean reads(String setting) {
        return setting.equals(HardeningSettings.DUPLICATED_FROM) || Protection.super.reads(setting);
    }

    @Override
    public Fusion observing() {
        return Fusion.SUMS;
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Graph plan =
                Plan.program(network, new PlanOptions(1, true, Fusion.SUMS)).graph();
        Map<String, MultiplyAdds> products = products(plan);
        HardeningSettings.Duplication settings = job.settings().duplication();
        ChannelGains gains = ChannelGains.of(network, List.copyOf(products.keySet()), job.heldOut());
        if (!settings.byLayer().isEmpty()) {
            gains = gains.withMeans(byStep(plan, products.keySet(), settings.byLayer()));
        }
        double share = settings.share();
        Map<String, String> chosen = new LinkedHashMap<>();
        double more = 0;
        for (Map.Entry<String, List<Integer>> of : gains.largest(share).entrySet()) {
            MultiplyAdds product = products.get(of.getKey());
            chosen.put(of.getKey(), of.getValue().size() + " of " + product.channels());
            more += product.of(of.getValue().size());
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.putAll(settings.fields());
        details.put("heldOutImages", job.heldOut().images());
        details.put("channels", chosen);
        details.put("moreMultiplyAdds", more / all(products));
        details.put(GAINS, gains.rounded());
        return new Outcome(details);
    }

    private static Map<String, MultiplyAdds> products(Graph plan) {
        Map<String, MultiplyAdds> products = new LinkedHashMap<>();
        for (Node step : plan.nodes()) {
            if (step.op() instanceof FusedProduct fused) {
                products.put(step.name(), MultiplyAdds.of(fused.product(), plan, step));
            }
        }
        return products;
    }

    /**
     * What a map says of the layers whose weights products take, by product.
     *
     * @throws IllegalArgumentException if it says nothing of one
     */
    private static Map<String, Double> byStep(Graph plan, Set<String> products, Map<String, Double> byLayer) {
        Map<String, Double> byStep = new LinkedHashMap<>();
        for (String step : products) {
            List<String> parameters = plan.node(step).parameters();
            Double harmful = parameters.isEmpty() ? null : byLayer.get(ParameterSpec.layerOf(parameters.getFirst()));
            if (harmful == null) {
                throw new IllegalArgumentException("no map says what flips in the weights of product " + step
                        + " do, expected one of all products: it has " + byLayer.keySet());
            }
            byStep.put(step, harmful);
        }
        return byStep;
    }

    private static double all(Map<String, MultiplyAdds> products) {
        return products.values().stream().mapToDouble(MultiplyAdds::all).sum();
    }

    @Override
    public List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        if (!(details.get(HardeningSettings.DUPLICATED) instanceof Number share)) {
            throw lacking(HardeningSettings.DUPLICATED);
        }
        return List.of(new DuplicationCheck(gains(details).largest(share.doubleValue())));
    }

    /**
     * All channels of a network from the most vulnerable one, whether or not they are computed twice.
     *
     * @param plan the graph of a plan whose sums can be observed
     * @param details what {@link #protect} gave, as JSON has it
     * @throws IllegalArgumentException if they are of another scheme
     */
    public static List<RankedChannel> ranked(Graph plan, Map<String, Object> details) {
        Map<String, MultiplyAdds> products = products(plan);
        double all = all(products);
        return gains(details).ranked().stream()
                .map(channel -> new RankedChannel(
                        channel.step(),
                        channel.channel(),
                        products.get(channel.step()).of(1) / all))
                .toList();
    }

    private static ChannelGains gains(Map<String, Object> details) {
        if (!(details.get(GAINS) instanceof Map<?, ?> stored)) {
            throw lacking(GAINS);
        }
        Map<String, double[]> gains = new LinkedHashMap<>();
        stored.forEach((step, some) -> gains.put(
                (String) step,
                ((List<?>) some)
                        .stream()
                                .mapToDouble(gain -> ((Number) gain).doubleValue())
                                .toArray()));
        return new ChannelGains(gains);
    }

    private static IllegalArgumentException lacking(String part) {
        return new IllegalArgumentException(
                "scheme duplicate has no " + part + ", expected those that its hardening found");
    }
}
