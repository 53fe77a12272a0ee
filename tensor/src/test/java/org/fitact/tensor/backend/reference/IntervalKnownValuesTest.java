package org.fitact.tensor.backend.reference;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/**
 * Two-sided bounds of PyTorch 1.13, with μ = −1.5 and λ = 2, κ = 2:
 *
 * <pre>{@code
 * x = torch.tensor([-3., -1.75, -1.5, -0.5, 0.25, 1., 2., 2.5], requires_grad=True)
 * m, l = (torch.tensor(v, requires_grad=True) for v in (-1.5, 2.))
 * zero = torch.where((x >= m) & (x <= l), x, 0 * x)
 * saturate = torch.clamp(x, m, l)
 * smooth = x * torch.sigmoid(2 * torch.where(x > 0, l - x, x - m))
 * (y * torch.arange(1., 9.)).sum().backward()
 * }</pre>
 */
class IntervalKnownValuesTest {

    private static final float[] X = {-3, -1.75f, -1.5f, -0.5f, 0.25f, 1, 2, 2.5f};
    private static final float[] UPSTREAM = {1, 2, 3, 4, 5, 6, 7, 8};

    private static Interval shape(Policy policy, int elements) {
        return new Interval(new BoundedRelu(policy, Granularity.LAYER, 2, 1, elements, 1));
    }

    private static void expectKept(Policy policy, double[] y, double[] gx, double glower, double gupper) {
        Buffer kept = zeros(X.length);
        IntervalGradients gradients = new IntervalGradients(zeros(X.length), zeros(1), zeros(1));
        BACKEND.interval(shape(policy, X.length), of(X), of(-1.5f), of(2), kept);
        BACKEND.intervalBackward(shape(policy, X.length), of(X), of(-1.5f), of(2), of(UPSTREAM), gradients);
        expect(kept, y);
        expect(gradients.input(), gx);
        expect(gradients.lower(), glower);
        expect(gradients.upper(), gupper);
    }

    @Test
    void zero() {
        expectKept(
                Policy.ZERO,
                new double[] {0, 0, -1.5, -0.5, 0.25, 1, 2, 0},
                new double[] {0, 0, 3, 4, 5, 6, 7, 0},
                0,
                0);
    }

    @Test
    void saturate() {
        expectKept(
                Policy.SATURATE,
                new double[] {-1.5, -1.5, -1.5, -0.5, 0.25, 1, 2, 2},
                new double[] {0, 0, 3, 4, 5, 6, 7, 0},
                3,
                8);
    }

    @Test
    void smooth() {
        expectKept(
                Policy.SMOOTH,
                new double[] {
                    -0.1422776195, -0.6606961704, -0.75, -0.440398539, 0.2426719423, 0.880797078, 1, 0.6723535534
                },
                new double[] {
                    -0.2236340852, -0.8899446478, -0.75, 3.10321397, 4.782306287, 4.024859443, -3.5, -5.712945959
                },
                4.586060285,
                16.19553291);
    }

    /** What is no number becomes 0, and a bound on the wrong side of 0 is as one at 0. */
    @Test
    void faults() {
        float[] struck = {NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, -1, 1};
        for (Policy policy : Policy.values()) {
            Buffer y = zeros(5);
            BACKEND.interval(shape(policy, 5), of(struck), of(NaN), of(NaN), y);
            expect(y, 0, 0, 0, 0, 0);
        }
        Buffer y = zeros(5);
        BACKEND.interval(shape(Policy.ZERO, 5), of(struck), of(30_000), of(-30_000), y);
        expect(y, 0, 0, 0, 0, 0);
        BACKEND.interval(shape(Policy.SATURATE, 5), of(struck), of(30_000), of(-30_000), y);
        expect(y, 0, 0, 0, 0, 0);
        BACKEND.interval(shape(Policy.SATURATE, 5), of(struck), of(-2), of(3), y);
        expect(y, 0, 3, -2, -1, 1);
    }
}
