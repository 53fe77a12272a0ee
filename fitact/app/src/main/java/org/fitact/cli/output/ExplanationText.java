package org.fitact.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fitact.nn.onnx.OnnxExplanation;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

/** What an ONNX file holds, as lines for a terminal. */
public final class ExplanationText {

    /** What the nodes of bounds are called. */
    private static final String BOUND = "bound";

    private ExplanationText() {}

    /** All lines, ended. */
    public static String of(OnnxExplanation file) {
        StringBuilder text = new StringBuilder();
        text.append("opset ").append(file.opset());
        text.append(file.producer().isEmpty() ? "\n" : ", written by " + file.producer() + "\n");
        file.inputs().forEach(input -> text.append("input ").append(input).append('\n'));
        file.outputs().forEach(output -> text.append("output ").append(output).append('\n'));
        text.append("operators: ").append(counts(file.operators())).append('\n');
        text.append("initialisers: ").append(counts(file.weights())).append('\n');
        if (!file.notes().isEmpty()) {
            text.append("metadata: ")
                    .append(String.join(", ", new TreeMap<>(file.notes()).keySet()))
                    .append('\n');
        }
        if (file.network() == null) {
            text.append("it cannot be imported:\n");
            file.obstacles()
                    .forEach(obstacle -> text.append("  ").append(obstacle).append('\n'));
        } else {
            network(text, file.network());
        }
        return text.toString();
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> Numbers.grouped(entry.getValue()) + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static void network(StringBuilder text, OnnxExplanation.NetworkSummary network) {
        text.append("network: images ").append(network.image());
        text.append(", ").append(Numbers.grouped(network.classes())).append(" logits, ");
        text.append(Numbers.grouped(network.parameters())).append(" parameters\n");
        List<List<String>> nodes = new ArrayList<>(List.of(List.of("node", "op", "reads", "value", "parameters")));
        for (OnnxExplanation.NodeSummary node : network.nodes()) {
            nodes.add(List.of(
                    node.name(),
                    node.op(),
                    String.join(", ", node.inputs()),
                    node.shape(),
                    node.parameters() == 0 ? "" : Numbers.grouped(node.parameters())));
        }
        text.append(AlignedTable.of(3, nodes));
        text.append("can be bounded: ")
                .append(Numbers.grouped(network.neurons()))
                .append(" neurons at ");
        Map<String, Long> functions = network.sites().stream()
                .collect(Collectors.groupingBy(
                        OnnxExplanation.SiteSummary::function, TreeMap::new, Collectors.counting()));
        text.append(Numbers.counted(network.sites().size(), "place"));
        text.append(network.sites().isEmpty() ? "\n" : ": " + counts(functions) + "\n");
        long bounds =
                network.nodes().stream().filter(node -> node.op().equals(BOUND)).count();
        if (bounds > 0) {
            text.append("bounded already: ").append(Numbers.counted(bounds, "place"));
            text.append("; import takes networks without bounds\n");
        }
    }
}
