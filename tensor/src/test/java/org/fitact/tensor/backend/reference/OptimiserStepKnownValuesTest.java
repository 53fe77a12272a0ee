package org.fitact.tensor.backend.reference;

import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;

import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/**
 * Two steps of each optimiser against PyTorch.
 *
 * <pre>
 * p = nn.Parameter(torch.tensor([1.0, -2.0, 0.5])); o = make([p])
 * for g in ([0.5, -1.0, 0.25], [-0.25, 2.0, 0.75]): p.grad = torch.tensor(g); o.step()    # p, o.state[p]
 * </pre>
 */
class OptimiserStepKnownValuesTest {

    private static final float[][] GRADIENTS = {{0.5f, -1, 0.25f}, {-0.25f, 2, 0.75f}};

    private final Buffer parameter = of(1, -2, 0.5f);

    // make = lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)
    @Test
    void sgdWithMomentumIsWhatTorchGives() {
        Buffer velocity = zeros(3);
        OptimiserStep step = new OptimiserStep.Sgd(0.1f, 0.9f, false, 0.01f, velocity);
        BACKEND.optimiserStep(step, 3, of(GRADIENTS[0]), parameter);
        expect(parameter, 0.949, -1.898, 0.4745);
        BACKEND.optimiserStep(step, 3, of(GRADIENTS[1]), parameter);
        expect(parameter, 0.927151, -2.004302, 0.3760755);
        expect(velocity, 0.21848999, 1.063019991, 0.984245002);
    }

    // make = lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)
    @Test
    void sgdWithNesterovIsWhatTorchGives() {
        Buffer velocity = zeros(3);
        OptimiserStep step = new OptimiserStep.Sgd(0.1f, 0.9f, true, 0.01f, velocity);
        BACKEND.optimiserStep(step, 3, of(GRADIENTS[0]), parameter);
        expect(parameter, 0.9031, -1.8062, 0.45155);
        BACKEND.optimiserStep(step, 3, of(GRADIENTS[1]), parameter);
        expect(parameter, 0.9075741, -2.1001482, 0.2875371);
        expect(velocity, 0.218030989, 1.063938022, 0.984015524);
    }

    // make = lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.01)
    @Test
    void adamIsWhatTorchGives() {
        Buffer mean = zeros(3);
        Buffer variance = zeros(3);
        for (int t = 1; t <= 2; t++) {
            OptimiserStep step = new OptimiserStep.Adam(0.01f, 0.9f, 0.999f, 1e-8f, 0.01f, t, mean, variance);
            BACKEND.optimiserStep(step, 3, of(GRADIENTS[t - 1]), parameter);
            if (t == 1) {
                expect(parameter, 0.99, -1.99, 0.49);
            }
        }
        expect(parameter, 0.9871091, -1.9935488, 0.4808062);
        expect(mean, 0.021889998, 0.106210008, 0.098439999);
        expect(variance, 0.000317488, 0.004960156, 0.000634834);
    }
}
