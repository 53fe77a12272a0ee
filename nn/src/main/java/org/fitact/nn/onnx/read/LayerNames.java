package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.onnx.file.UniqueNames;

/**
 * Names for layers and sites, each given once: that of the weight in the file ({@code layer1.0.conv1.weight} is of
 * {@code layer1.0.conv1}), or else the node's ({@code /layer1/layer1.0/conv1/Conv}), or else a number.
 */
public final class LayerNames {

    private static final Pattern WEIGHT = Pattern.compile("([A-Za-z][\\w.-]{0,99})\\.weight");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z_][\\w.-]{0,99}){2,20}");
    private static final Pattern NUMBER = Pattern.compile("_\\d+$");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][\\w.-]{0,99}");

    private final UniqueNames names = new UniqueNames();

    public LayerNames() {
        names.unique(Graph.IMAGES);
    }

    /** @param fallback what the name begins with if the file has none that can be used */
    public String layer(String weight, NodeProto node, String fallback) {
        Matcher matcher = WEIGHT.matcher(weight);
        return matcher.matches() ? names.unique(matcher.group(1)) : named(node, "", fallback);
    }

    /** For an activation, whose node has the name of the module that it stands in, if any. */
    public String site(NodeProto node) {
        return named(node, ".relu", "relu");
    }

    /** For a sum. */
    public String sum(NodeProto node) {
        return named(node, ".sum", "sum");
    }

    /** For what has no name in files. */
    public String numbered(String label) {
        return names.numbered(label);
    }

    private String named(NodeProto node, String suffix, String fallback) {
        String name = node.getName();
        if (PATH.matcher(name).matches()) {
            return names.unique(joined(name.substring(1, name.lastIndexOf('/')).split("/")) + suffix);
        }
        boolean numbered = NUMBER.matcher(name).replaceFirst("").equals(node.getOpType());
        return PLAIN.matcher(name).matches() && !numbered ? names.unique(name) : names.numbered(fallback);
    }

    /** Of {@code layer1, layer1.0, conv1} the second begins with the first, which is left out. */
    private static String joined(String[] path) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length; i++) {
            boolean repeated = i + 1 < path.length && path[i + 1].startsWith(path[i] + ".");
            if (!repeated) {
                name.append(name.isEmpty() ? "" : ".").append(path[i]);
            }
        }
        return name.toString();
    }
}
