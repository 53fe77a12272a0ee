package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.LayerSpec;
import org.fitact.nn.checkpoint.StoredTensor;

/**
 * Finds sequences and residual blocks in a graph. Every value knows the last one that all ways to it lead through (its
 * immediate dominator); from a sum, the two ways back to that value are the branches of a block.
 */
final class LayerTree {

    private static final int DEEPEST = 50;

    private final OnnxFile file;
    private final LayerNames names;
    private final Set<Value.Feature> used = new HashSet<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Value.Function> functions = new LinkedHashMap<>();

    LayerTree(OnnxFile file, LayerNames names) {
        this.file = file;
        this.names = names;
    }

    /** The last value that lies on every way to either of two. */
    static Value.Feature lastCommon(Value.Feature left, Value.Feature right) {
        Value.Feature a = back(left, right.depth());
        Value.Feature b = back(right, left.depth());
        while (a != b) {
            boolean far = a.jump() != b.jump();
            a = far ? a.jump() : a.from();
            b = far ? b.jump() : b.from();
        }
        return a;
    }

    /** The last value before another, or it itself, that is no deeper than a depth. */
    private static Value.Feature back(Value.Feature from, int depth) {
        Value.Feature at = from;
        while (at.depth() > depth) {
            at = at.jump().depth() >= depth ? at.jump() : at.from();
        }
        return at;
    }

    /** The layers that lead from one value to another. */
    List<LayerSpec> layers(Value.Feature entry, Value.Feature exit) throws InvalidFileException {
        return layers(entry, exit, 0);
    }

    /** The parameters of the layers that were found, in the order of the file. */
    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** What stands at the sites that were found, in their order. */
    Map<String, Value.Function> functions() {
        return functions;
    }

    private List<LayerSpec> layers(Value.Feature entry, Value.Feature exit, int depth) throws InvalidFileException {
        List<Value.Feature> path = new ArrayList<>();
        for (Value.Feature at = exit; at != entry; at = at.from()) {
            path.add(at);
        }
        Collections.reverse(path);
        List<LayerSpec> layers = new ArrayList<>();
        for (Value.Feature value : path) {
            append(layers, value, depth);
        }
        return layers;
    }

    private void append(List<LayerSpec> layers, Value.Feature value, int depth) throws InvalidFileException {
        boolean first = used.add(value);
        switch (value.origin()) {
            case Value.Origin.Images _ -> throw new IllegalStateException("the images are no layer");
            case Value.Origin.Layer layer -> {
                if (!first || layer.tensors().keySet().stream().anyMatch(tensors::containsKey)) {
                    throw unstructured(layer.node());
                }
                tensors.putAll(layer.tensors());
                layers.add(layer.spec());
            }
            case Value.Origin.Sum sum -> {
                if (!first) {
                    throw unstructured(sum.node());
                }
                if (depth == DEEPEST) {
                    throw file.invalid(
                            sum.node(), "place", "inside " + DEEPEST + " residual blocks", "less than " + DEEPEST);
                }
                layers.add(block(value.from(), sum, depth));
            }
            case Value.Origin.Activation activation -> {
                if (!first) {
                    throw unstructured(activation.node());
                }
                String site = names.site(activation.node());
                functions.put(site, activation.function());
                addActivation(layers, site);
            }
        }
    }

    private LayerSpec block(Value.Feature fork, Value.Origin.Sum sum, int depth) throws InvalidFileException {
        boolean swapped = sum.left() == fork;
        List<LayerSpec> body = layers(fork, swapped ? sum.right() : sum.left(), depth + 1);
        List<LayerSpec> shortcut = layers(fork, swapped ? sum.left() : sum.right(), depth + 1);
        return new LayerSpec.Residual(body, shortcut, null);
    }

    private static void addActivation(List<LayerSpec> layers, String site) {
        boolean afterSum =
                !layers.isEmpty() && layers.getLast() instanceof LayerSpec.Residual last && last.activation() == null;
        if (afterSum && layers.getLast() instanceof LayerSpec.Residual(var body, var shortcut, var _)) {
            layers.set(layers.size() - 1, new LayerSpec.Residual(body, shortcut, site));
        } else {
            layers.add(new LayerSpec.Activation(site));
        }
    }

    private InvalidFileException unstructured(NodeProto node) {
        return file.invalid(node, "place", "inside branches that cross", "a sequence of layers and residual blocks");
    }
}
