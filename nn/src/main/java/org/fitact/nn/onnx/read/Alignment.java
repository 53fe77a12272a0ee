package org.fitact.nn.onnx.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;

/**
 * Several values, brought to axes that stand for the same axes of the file, so that an op can go through them element by
 * element: shapes here are of one rank, and where one has the extent 1 and another more, it is to be repeated, as ONNX and
 * NumPy do it. The largest stays as it lies in memory, unless it must be cut.
 *
 * @param layout of what such an op makes
 */
public record Alignment(List<Operand.Feature> values, Layout layout) {

    /**
     * Aligns the values of a node.
     *
     * @param free an axis of the file in which the values may differ, and which is one axis here, in which they are put
     *     together; −1 for none
     * @throws InvalidFileException if they are not of shapes that ONNX lets stand beside each other
     */
    public static Alignment of(Views views, OnnxNode node, List<Operand.Feature> values, int free)
            throws InvalidFileException {
        Operand.Feature first = values.getFirst();
        boolean alike = free < 0
                && values.stream()
                        .allMatch(x ->
                                x.shape().equals(first.shape()) && x.layout().equals(first.layout()));
        if (alike) {
            return new Alignment(values, first.layout());
        }
        return new Aligner(views, node, free).align(values);
    }

    /** The axes of the values, while they are being aligned. */
    private static final class Aligner {

        private final Views views;
        private final OnnxNode node;
        private final int free;
        private List<Operand.Feature> values;

        Aligner(Views views, OnnxNode node, int free) {
            this.views = views;
            this.node = node;
            this.free = free;
        }

        Alignment align(List<Operand.Feature> given) throws InvalidFileException {
            int rank = given.stream().mapToInt(x -> x.layout().rank()).max().orElseThrow();
            values = new ArrayList<>(
                    given.stream().map(x -> x.with(x.layout().extended(rank))).toList());
            for (int axis = 0; axis < rank; axis++) {
                if (axis == free) {
                    merge(axis);
                } else {
                    requireSame(axis);
                    if (factors(axis).stream().distinct().count() > 1) {
                        merge(axis);
                    }
                }
            }
            return inOneOrder(rank);
        }

        /** For each value that has more than one element on an axis, the extents of its factors there. */
        private List<List<Integer>> factors(int axis) {
            return values.stream()
                    .filter(x -> !x.layout().axes().get(axis).isEmpty())
                    .map(x -> x.layout().axes().get(axis).stream()
                            .map(d ->
                                    d == Layout.BATCH ? Layout.BATCH : x.shape().extent(d))
                            .toList())
                    .toList();
        }

        private void requireSame(int axis) throws InvalidFileException {
            boolean counted = values.stream().anyMatch(x -> x.layout().hasBatch(axis));
            long different = values.stream()
                    .filter(x -> !x.layout().axes().get(axis).isEmpty())
                    .map(x -> List.of(
                            x.layout().extent(axis, x.shape()), x.layout().hasBatch(axis)))
                    .distinct()
                    .count();
            if (different > 1) {
                String all = String.join(
                        " and ", values.stream().map(Operand.Feature::axes).toList());
                String kind = counted ? "the images on one axis" : "axes of one extent, or of 1";
                throw node.invalid("inputs", all, kind);
            }
        }

        /** Makes one axis here of an axis of the file. */
        private void merge(int axis) throws InvalidFileException {
            if (values.stream().anyMatch(x -> x.layout().hasBatch(axis))) {
                throw Views.mixesImages(node, axis);
            }
            values.replaceAll(x -> views.merged(node.proto(), x, List.of(axis)));
        }

        private Alignment inOneOrder(int rank) {
            Operand.Feature lead = values.stream()
                    .reduce((a, b) -> b.shape().elements() > a.shape().elements() ? b : a)
                    .orElseThrow();
            // What the largest value has not is repeated there as a whole, so it stands in front.
            List<Place> order = new ArrayList<>();
            Map<Place, Integer> leading = new HashMap<>();
            for (int axis = 0; axis < rank; axis++) {
                for (int i = 0; i < count(axis); i++) {
                    Place place = new Place(axis, i);
                    int d = axisHere(lead, place);
                    if (d == Layout.BATCH) {
                        continue;
                    }
                    if (d >= 0) {
                        leading.put(place, d);
                    } else {
                        order.add(place);
                    }
                }
            }
            for (int d = 0; d < lead.shape().rank(); d++) {
                int own = d;
                order.add(leading.entrySet().stream()
                        .filter(entry -> entry.getValue() == own)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(new Place(NONE, d)));
            }
            List<Operand.Feature> aligned = values.stream()
                    .map(x -> views.arranged(node.proto(), x, groups(x, lead, order)))
                    .toList();
            return new Alignment(aligned, layout(rank, order));
        }

        /** A factor of an axis of the file; of the axis {@link #NONE}, an axis of extent 1 that the largest value has. */
        private record Place(int axis, int factor) {}

        private static final int NONE = -1;
        private static final int ABSENT = -2;

        private int count(int axis) {
            return values.stream()
                    .mapToInt(x -> x.layout().axes().get(axis).size())
                    .reduce(axis == free ? 1 : 0, Math::max);
        }

        private static int axisHere(Operand.Feature x, Place place) {
            List<Integer> factors = x.layout().axes().get(place.axis());
            return factors.isEmpty() ? ABSENT : factors.get(place.factor());
        }

        private static List<List<Integer>> groups(Operand.Feature x, Operand.Feature lead, List<Place> order) {
            List<List<Integer>> groups = new ArrayList<>();
            for (Place place : order) {
                int d = place.axis() == NONE ? x == lead ? place.factor() : ABSENT : axisHere(x, place);
                groups.add(d == ABSENT ? List.of() : List.of(d));
            }
            return groups;
        }

        private Layout layout(int rank, List<Place> order) {
            List<List<Integer>> axes = new ArrayList<>();
            for (int axis = 0; axis < rank; axis++) {
                List<Integer> factors = new ArrayList<>();
                for (int i = 0; i < count(axis); i++) {
                    factors.add(order.indexOf(new Place(axis, i)));
                }
                axes.add(factors);
            }
            // The images are at no place, and so have the number of none, which is theirs.
            return new Layout(axes);
        }
    }

    /**
     * A constant of the file in the order of a value here, to stand beside it: an array of as many axes, of extent 1 where it is
     * repeated.
     *
     * @throws InvalidFileException if its shape is not one that ONNX repeats to that of the value
     */
    public static StoredTensor beside(OnnxNode node, Operand.Feature x, Operand.Constant constant)
            throws InvalidFileException {
        int[] extents = constant.shape();
        int missing = x.layout().rank() - extents.length;
        int[] shape = new int[x.shape().rank()];
        int[] strides = new int[shape.length];
        Arrays.fill(shape, 1);
        int stride = 1;
        for (int e = extents.length - 1; e >= 0; e--) {
            if (extents[e] != 1) {
                int axis = e + missing;
                if (axis < 0 || x.layout().hasBatch(axis) || x.layout().extent(axis, x.shape()) != extents[e]) {
                    throw node.invalid("inputs", x.axes() + " and " + constant.describe(), "a constant to be repeated");
                }
                int inner = stride;
                for (int d : x.layout().axes().get(axis).reversed()) {
                    shape[d] = x.shape().extent(d);
                    strides[d] = inner;
                    inner *= shape[d];
                }
                stride *= extents[e];
            }
        }
        return StoredTensor.of(shape, gathered(constant.inOrder().floats(), shape, strides));
    }

    private static float[] gathered(float[] values, int[] shape, int[] strides) {
        float[] gathered = new float[values.length];
        int[] index = new int[shape.length];
        for (int i = 0; i < gathered.length; i++) {
            int from = 0;
            for (int d = 0; d < shape.length; d++) {
                from += index[d] * strides[d];
            }
            gathered[i] = values[from];
            for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
                index[d] = 0;
            }
        }
        return gathered;
    }
}
