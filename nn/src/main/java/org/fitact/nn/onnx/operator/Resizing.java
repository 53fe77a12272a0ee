package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Views;

/**
 * What a Resize, or an Upsample of before opset 10, does to one axis, by the nearest place.
 *
 * @param axis of the file
 * @param from extent before
 * @param to extent after
 * @param scale of the coordinates, about {@code to / from}
 * @param coordinates how ONNX calls the way from a place of the result to a coordinate before
 * @param rounding how it calls the way from a coordinate to a place
 */
record Resizing(int axis, int from, int to, double scale, String coordinates, String rounding) {

    private static final List<String> COORDINATES =
            List.of("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric");
    private static final List<String> ROUNDINGS = List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil");

    /** The axes of a value that a node changes. */
    static List<Resizing> of(OnnxNode node, Operand.Feature x) throws InvalidFileException {
        boolean upsamples = node.operator().equals("Upsample");
        boolean isFirst = upsamples || node.proto().getInputCount() == 2;
        String mode = node.text("mode", "nearest");
        if (!mode.equals("nearest")) {
            throw node.invalid("mode", OnnxFile.brief(mode), "nearest");
        }
        node.requireText("coordinate_transformation_mode", COORDINATES);
        node.requireText("nearest_mode", ROUNDINGS);
        // Before opset 11 there were no modes, and coordinates were rounded down.
        String coordinates = node.text("coordinate_transformation_mode", isFirst ? "asymmetric" : "half_pixel");
        String rounding = node.text("nearest_mode", isFirst ? "floor" : "round_prefer_floor");
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
            double to = sizes != null ? sizes.values()[i] : Math.floor(from * scale);
            if (!(to >= 1 && to <= Numbers.LARGEST_EXTENT)) {
                throw node.invalid("scales or sizes", Double.toString(to), "from 1 to " + Numbers.LARGEST_EXTENT);
            }
            all.add(new Resizing(axis, from, (int) to, scale, coordinates, rounding));
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

    boolean changesNothing() {
        return from == to && repetition() == 1;
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
        Arrays.setAll(indices, i -> Math.clamp((long) rounded(coordinate(i)), 0, from - 1));
        return indices;
    }

    private double coordinate(int i) {
        return switch (coordinates) {
            case "asymmetric" -> i / scale;
            case "align_corners" -> to == 1 ? 0 : i * (from - 1.0) / (to - 1);
            case "pytorch_half_pixel" -> to == 1 ? 0 : (i + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> {
                double centre = from / 2.0;
                yield centre * (1 - to / (scale * from)) + (i + 0.5) / scale - 0.5;
            }
            default -> (i + 0.5) / scale - 0.5;
        };
    }

    private double rounded(double x) {
        return switch (rounding) {
            case "floor" -> Math.floor(x);
            case "ceil" -> Math.ceil(x);
            case "round_prefer_ceil" -> Math.floor(x + 0.5);
            default -> Math.ceil(x - 0.5);
        };
    }
}
