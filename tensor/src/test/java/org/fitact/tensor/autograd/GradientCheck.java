package org.fitact.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * Compares the gradients of an op with finite differences of {@code L = Σ u·y}, where the upstream gradient u is
 * random: {@code ∂L/∂x ≈ (8·(L(x+h) − L(x−h)) − (L(x+2h) − L(x−2h))) / 12h}, of error O(h⁴).
 *
 * <p>The sum is taken in double, so what limits the comparison is that y is rounded to float: the differences are
 * uncertain by about {@code 2^-24·Σ|u·y|/h}, which the tolerance contains. The rest of it, a share of the largest
 * gradient, is for the gradient's own rounding and for the fourth-order remainder.
 */
public final class GradientCheck {

    private static final double RELATIVE = 2e-4;

    private final Backend backend;
    private final GradientCase opCase;
    private final double roundings;

    private GradientCheck(Backend backend, GradientCase opCase, double roundings) {
        this.backend = backend;
        this.opCase = opCase;
        this.roundings = roundings;
    }

    /** Checks the gradients by all inputs at once, and that each comes out the same when only it is wanted. */
    public static void check(Backend backend, GradientCase opCase) {
        check(backend, opCase, 1);
    }

    /** @param roundings by how many roundings to float an output may be off; the reference's are rounded once */
    static void check(Backend backend, GradientCase opCase, double roundings) {
        GradientCheck check = new GradientCheck(backend, opCase, roundings);
        float[] upstream = check.upstream();
        float[][] all = check.gradients(upstream, i -> true);
        for (int i = 0; i < opCase.inputs().size(); i++) {
            int alone = i;
            float[][] one = check.gradients(upstream, wanted -> wanted == alone);
            for (int other = 0; other < one.length; other++) {
                if (other == i) {
                    assertArrayEquals(all[i], one[i], "input " + i + " alone");
                } else {
                    assertNull(one[other], "input " + other + " wants no gradient");
                }
            }
            check.compare(i, all[i], upstream);
        }
    }

    /** Computes a case and its gradients once, on a backend that somebody observes. */
    static void run(Backend observed, GradientCase opCase) {
        GradientCheck once = new GradientCheck(observed, opCase, 1);
        once.gradients(once.upstream(), _ -> true);
    }

    /** Between 1/2 and 3/2 in size, of both signs: no cancellation hides an error. */
    private float[] upstream() {
        try (Tape tape = Tape.inference(backend)) {
            int n = opCase.op().apply(tape, tensors(tape, i -> false)).elements();
            float[] u = GradientCase.uniform(99, n, -1, 1);
            for (int i = 0; i < n; i++) {
                u[i] += Math.copySign(0.5f, u[i]);
            }
            return u;
        }
    }

    private float[][] gradients(float[] upstream, IntPredicate wanted) {
        try (Tape tape = Tape.recording(backend)) {
            List<Tensor> inputs = tensors(tape, wanted);
            Tensor y = opCase.op().apply(tape, inputs);
            tape.backward(y, Tensor.of(backend, y.shape(), upstream));
            float[][] gradients = new float[inputs.size()][];
            for (int i = 0; i < gradients.length; i++) {
                Tensor gradient = tape.gradient(inputs.get(i));
                if (wanted.test(i)) {
                    assertNotNull(gradient, "no gradient by input " + i);
                    assertEquals(inputs.get(i).shape(), gradient.shape());
                }
                gradients[i] = gradient == null ? null : gradient.toArray();
            }
            return gradients;
        }
    }

    private void compare(int input, float[] found, float[] upstream) {
        double[] expected = new double[found.length];
        double largest = 0;
        for (int e = 0; e < expected.length; e++) {
            expected[e] = difference(input, e, upstream);
            largest = Math.max(largest, Math.abs(expected[e]));
        }
        double tolerance = RELATIVE * largest + rounding(upstream);
        for (int e = 0; e < expected.length; e++) {
            assertEquals(expected[e], found[e], tolerance, "gradient by element " + e + " of input " + input);
        }
    }

    private double rounding(float[] upstream) {
        double sum = 0;
        float[] y = output(-1, 0, 0);
        for (int i = 0; i < y.length; i++) {
            sum += Math.abs(upstream[i] * y[i]);
        }
        return roundings * 0x1p-24 * sum / opCase.step();
    }

    private double difference(int input, int element, float[] upstream) {
        double h = opCase.step();
        double near = loss(input, element, h, upstream) - loss(input, element, -h, upstream);
        double far = loss(input, element, 2 * h, upstream) - loss(input, element, -2 * h, upstream);
        return (8 * near - far) / (12 * h);
    }

    private double loss(int input, int element, double shift, float[] upstream) {
        float[] y = output(input, element, shift);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (double) upstream[i] * y[i];
        }
        return sum;
    }

    private float[] output(int input, int element, double shift) {
        try (Tape tape = Tape.inference(backend)) {
            List<Tensor> inputs = tensors(tape, i -> false);
            if (input >= 0) {
                float[] shifted = opCase.inputs().get(input).values().clone();
                double exact = shifted[element] + shift;
                shifted[element] = (float) exact;
                assertTrue(shifted[element] == exact, "a step of " + shift + " is not exact");
                inputs.get(input).upload(shifted);
            }
            return opCase.op().apply(tape, inputs).toArray();
        }
    }

    private List<Tensor> tensors(Tape tape, IntPredicate wanted) {
        List<Tensor> tensors = new ArrayList<>();
        for (GradientCase.Input input : opCase.inputs()) {
            Tensor tensor = tape.own(Tensor.of(backend, input.shape(), input.values()));
            tensors.add(tensor.requireGradient(wanted.test(tensors.size())));
        }
        return tensors;
    }
}
