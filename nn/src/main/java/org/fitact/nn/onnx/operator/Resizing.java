package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.op.Resize.Coordinates;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Views;

/**
 * What a Resize, or an Upsample of before opset 10, does to one axis.
 *
 * @param axis of the file
 * @param from extent before
 * @param to extent after
 * @param scale of the coordinates, about {@code to / from}
 * @param manner what a node says of all its axes
 */
record Resizing(int axis, int from, int to, double scale, Manner manner) {

    private static final List<String> MODES = List.of("nearest", "linear", "cubic");
    private static final List<String> COORDINATES = Arrays.stream(Coordinates.values())
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final List<String> ROUNDINGS = List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil");

    /**
     * How a node resizes.
     *
     * @param mode nearest, linear or cubic
     * @param rounding how ONNX calls the way from a coordinate to the nearest place
     */
    record Manner(String mode, Coordinates coordinates, String rounding, float steepness, boolean excludesOutside) {

        static Manner of(OnnxNode node, boolean isFirst) throws InvalidFileException {
            node.requireText("mode", MODES);
            node.requireText("coordinate_transformation_mode", COORDINATES);
            node.requireText("nearest_mode", ROUNDINGS);
            node.require("antialias", 0, 0);
            node.requireText("keep_aspect_ratio_policy", List.of("stretch"));
            // Before opset 11 there were no modes, and coordinates were rounded down.
            String coordinates = node.text("coordinate_transformation_mode", isFirst ? "asymmetric" : "half_pixel");
            return new Manner(
                    node.text("mode", "nearest"),
                    Coordinates.valueOf(coordinates.toUpperCase(Locale.ROOT)),
                    node.text("nearest_mode", isFirst ? "floor" : "round_prefer_floor"),
                    node.real("cubic_coeff_a", -0.75f),
                    node.flag("exclude_outside", false));
        }
    }

    /** The axes of a value that a node changes. */
    static List<Resizing> of(OnnxNode node, Operand.Feature x) throws InvalidFileException {
        boolean isFirst = node.operator().equals("Upsample") || node.proto().getInputCount() == 2;
        Manner manner = Manner.of(node, isFirst);
        double[] scales = scales(node, isFirst ? 1 : 2);
        Numbers sizes = !isFirst && node.input(3) != null && node.numbers(3).length() > 0 ? node.numbers(3) : null;
        long[] axes = node.positions("axes");
        int rank = x.layout().rank();
        int given = sizes != null ? sizes.length() : scales.length;
        if (given != (axes.length > 0 ? axes.length : rank)) {
            throw node.invalid("scales or sizes", "of " + given + " numbers", "one for each axis");
        }
        List<Resizing> all = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            int axis = axes.length > 0 ? Views.axis(node, "axes", axes[i], rank) : i;
            int from = Math.toIntExact(x.layout().extent(axis, x.shape()));
            if (sizes != null && sizes.countsImages(i)) {
                continue;
            }
            double scale = sizes != null ? sizes.values()[i] / from : scales[i];
            double to = sizes != null ? sizes.values()[i] : Math.floor(from * (float) scale);
            if (!(to >= 1 && to <= Numbers.LARGEST_EXTENT)) {
                String found = OnnxFile.brief(Double.toString(to));
                throw node.invalid("scales or sizes", found, "from 1 to " + Numbers.LARGEST_EXTENT);
            }
            all.add(new Resizing(axis, from, (int) to, scale, manner));
        }
        return all.stream().filter(some -> !some.changesNothing()).toList();
    }

    private static double[] scales(OnnxNode node, int input) throws InvalidFileException {
        if (node.input(input) != null) {
            return node.numbers(input).values();
        }
        AttributeProto attribute = node.attribute("scales", AttributeType.FLOATS);
        return attribute == null
                ? new double[0]
                : attribute.getFloatsList().stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray();
    }

    private boolean changesNothing() {
        return from == to && scale == 1;
    }

    boolean isNearest() {
        return manner.mode().equals("nearest");
    }

    /** The interpolation, of a value with this axis last. */
    Resize interpolation() {
        boolean cubic = manner.mode().equals("cubic");
        return new Resize(to, scale, manner.coordinates(), cubic, manner.steepness(), manner.excludesOutside());
    }

    /** How often each place is repeated, if all are, and in their order; else 1. */
    int repetition() {
        int times = to % from == 0 ? to / from : 1;
        int[] indices = nearest();
        for (int i = 0; i < to; i++) {
            if (indices[i] != i / times) {
                return 1;
            }
        }
        return times;
    }

    /** The place before of each place of the result. */
    int[] nearest() {
        int[] indices = new int[to];
        Arrays.setAll(indices, i -> {
            double x = manner.coordinates().of(i, from, to, scale);
            return Math.clamp((long) rounded(x), 0, from - 1);
        });
        return indices;
    }

    private double rounded(double x) {
        return switch (manner.rounding()) {
            case "floor" -> Math.floor(x);
            case "ceil" -> Math.ceil(x);
            case "round_prefer_ceil" -> Math.floor(x + 0.5);
            default -> Math.ceil(x - 0.5);
        };
    }
}
