package org.fitact.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.random.Philox;

/**
 * One op at one point, to be compared with finite differences.
 *
 * @param step h of the differences; a power of two, and small against the distance of the inputs from every kink
 */
public record GradientCase(String name, double step, List<Input> inputs, Op op) {

    /** Inputs are whole multiples of this, so that adding and subtracting a step is exact. */
    private static final double GRID = 0x1p-12;

    /** @param values row-major; multiples of {@link #GRID} */
    public record Input(Shape shape, float[] values) {}

    /** The op; what else it needs it puts on the tape itself. */
    @FunctionalInterface
    public interface Op {
        Tensor apply(Tape tape, List<Tensor> inputs);
    }

    public static GradientCase of(String name, Op op) {
        return new GradientCase(name, 0x1p-5, List.of(), op);
    }

    /** A smaller step, for a function that bends on a smaller scale than 1. */
    public GradientCase step(double smaller) {
        return new GradientCase(name, smaller, inputs, op);
    }

    /** One more input, drawn evenly from low to high. */
    public GradientCase input(double low, double high, int... extents) {
        return input(Shape.of(extents), uniform(inputs.size(), Shape.of(extents).elements(), low, high));
    }

    /** One more input whose elements are all at least 2^-3 from zero. */
    public GradientCase inputOffZero(int... extents) {
        float[] values = uniform(inputs.size(), Shape.of(extents).elements(), -2, 2);
        for (int i = 0; i < values.length; i++) {
            values[i] += Math.copySign(0.125f, values[i]);
        }
        return input(Shape.of(extents), values);
    }

    /** One more input whose elements are all different from each other by at least 2^-3, in a random order. */
    public GradientCase inputAllDistinct(int... extents) {
        int n = Shape.of(extents).elements();
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int place = (int) (Philox.unit(Philox.bits(7, inputs.size(), i)) * (i + 1));
            order[i] = order[place];
            order[place] = i;
        }
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (order[i] - n / 2) * 0.125f;
        }
        return input(Shape.of(extents), values);
    }

    public GradientCase input(Shape shape, float[] values) {
        List<Input> more = new ArrayList<>(inputs);
        more.add(new Input(shape, values));
        return new GradientCase(name, step, List.copyOf(more), op);
    }

    static float[] uniform(int stream, int n, double low, double high) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            double value = low + (high - low) * Philox.unit(Philox.bits(2021, stream, i));
            values[i] = (float) (Math.rint(value / GRID) * GRID);
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
