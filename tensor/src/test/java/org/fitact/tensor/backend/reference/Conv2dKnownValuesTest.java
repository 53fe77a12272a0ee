package org.fitact.tensor.backend.reference;

import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.floats;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.v;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Convolution against PyTorch and against the sentence that defines it. */
class Conv2dKnownValuesTest {

    private static final Conv2d SHAPE = new Conv2d(1, 3, 4, 2, 3, 3, 2, 2, 1);

    /*
     * x = v(24).reshape(1,3,4,2).permute(0,3,1,2).contiguous().requires_grad_()
     * w = v(36,5,13).reshape(3,2,2,3).permute(3,2,0,1).contiguous().requires_grad_()
     * y = F.conv2d(x, w, stride=2, padding=1)                # y.permute(0,2,3,1)
     * y.backward(v(18,3,7).reshape(1,2,3,3).permute(0,3,1,2))  # x.grad.permute(0,2,3,1), w.grad.permute(2,3,1,0)
     */
    private static final double[] OUTPUT = {
        -2.1875, -1.8125, 0.1875, 2.5625, -0.625, 1.0625, -0.5, -0.625, -2.375, -1.875, 0.5625, 1.375, 1.8125, 0.125,
        -2.375, -2.25, 1.125, 2.0625
    };

    @Test
    void forwardIsWhatTorchGives() {
        Buffer y = zeros(18);
        BACKEND.conv2d(SHAPE, of(v(24)), of(v(36, 5, 13)), y, Epilogue.NONE);
        expect(y, OUTPUT);
    }

    @Test
    void theGradientByTheInputIsWhatTorchGives() {
        Buffer gx = zeros(24);
        BACKEND.conv2dGradInput(SHAPE, of(v(18, 3, 7)), of(v(36, 5, 13)), gx);
        expect(
                gx, -0.5625, 1.875, -0.75, -0.875, -1.0, -0.3125, 1.25, 1.0, -1.75, -1.25, 1.125, 0.5, 2.3125, 0.0625,
                -1.0, -1.0, 1.625, -0.3125, -0.4375, -0.9375, -1.4375, -0.3125, -1.0625, -0.8125);
    }

    @Test
    void theGradientByTheWeightIsWhatTorchGives() {
        Buffer gw = zeros(36);
        BACKEND.conv2dGradWeight(SHAPE, of(v(24)), of(v(18, 3, 7)), gw);
        expect(
                gw, 0.125, 0.875, -0.125, 0.625, -0.125, 0.875, -1.0, 0.375, -0.875, 0.8125, -0.3125, 0.75, 0.375,
                -1.9375, 0.5625, 0.1875, 0.75, 0.0, -0.0625, 0.5, -2.0, 0.6875, -0.6875, 1.4375, 0.375, -1.0625, 0.125,
                0.375, -0.8125, 0.625, 0.625, 0.25, -1.0, -0.4375, -0.25, 0.8125);
    }

    @Test
    void theEpilogueAddsBiasAndResidualAndThenActivates() {
        Buffer y = zeros(18);
        float[] bias = {1, 0, -1};
        float[] residual = v(18, 2, 5);
        Epilogue epilogue = new Epilogue(of(bias), of(residual), new Activation.Unary(new UnaryOp.Relu()));
        BACKEND.conv2d(SHAPE, of(v(24)), of(v(36, 5, 13)), y, epilogue);
        double[] expected = new double[18];
        for (int i = 0; i < 18; i++) {
            expected[i] = Math.max(0, OUTPUT[i] + bias[i % 3] + residual[i]);
        }
        expect(y, expected);
    }

    @Test
    void aBoundedEpilogueReadsTheBoundOfItsNeuron() {
        Buffer y = zeros(18);
        float[] bounds = v(18, 5, 19);
        BoundedRelu shape = new BoundedRelu(BoundedRelu.Policy.SATURATE, BoundedRelu.Granularity.NEURON, 0, 1, 6, 3);
        Epilogue epilogue = new Epilogue(null, null, new Activation.Bounded(shape, of(bounds)));
        BACKEND.conv2d(SHAPE, of(v(24)), of(v(36, 5, 13)), y, epilogue);
        double[] expected = new double[18];
        for (int i = 0; i < 18; i++) {
            expected[i] = Math.max(0, Math.min(OUTPUT[i], bounds[i]));
        }
        expect(y, expected);
    }

    @Test
    void everyOutputIsTheSumOfItsDefinition() {
        Conv2d s = new Conv2d(2, 6, 5, 3, 4, 3, 2, 2, 2);
        float[] x = v(s.inputElements(), 37, 101);
        float[] w = v(s.weightElements(), 53, 97);
        Buffer y = zeros(s.outputElements());
        BACKEND.conv2d(s, of(x), of(w), y, Epilogue.NONE);
        float[] actual = floats(y);
        for (int i = 0; i < actual.length; i++) {
            int o = i % s.outChannels();
            int ox = i / s.outChannels() % s.outWidth();
            int oy = i / s.outChannels() / s.outWidth() % s.outHeight();
            int n = i / s.outChannels() / s.outWidth() / s.outHeight();
            assertEquals(definition(s, x, w, new int[] {n, oy, ox, o}), actual[i], 1e-4, "element " + i);
        }
    }

    /** All (ky, kx, i) of {@link Conv2d}'s formula, the taps outside left out. */
    private static double definition(Conv2d s, float[] x, float[] w, int[] at) {
        double sum = 0;
        for (int tap = 0; tap < s.kernelHeight() * s.kernelWidth() * s.inChannels(); tap++) {
            int i = tap % s.inChannels();
            int kx = tap / s.inChannels() % s.kernelWidth();
            int ky = tap / s.inChannels() / s.kernelWidth();
            int iy = at[1] * s.window().vertical().stride()
                    + ky
                    - s.window().vertical().before();
            int ix = at[2] * s.window().horizontal().stride()
                    + kx
                    - s.window().horizontal().before();
            if (iy >= 0 && iy < s.height() && ix >= 0 && ix < s.width()) {
                float pixel = x[((at[0] * s.height() + iy) * s.width() + ix) * s.inChannels() + i];
                sum += (double) pixel * w[tap * s.outChannels() + at[3]];
            }
        }
        return sum;
    }
}
