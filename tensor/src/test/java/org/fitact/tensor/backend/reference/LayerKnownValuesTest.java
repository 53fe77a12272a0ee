package org.fitact.tensor.backend.reference;

import static org.fitact.tensor.backend.reference.KnownValues.BACKEND;
import static org.fitact.tensor.backend.reference.KnownValues.expect;
import static org.fitact.tensor.backend.reference.KnownValues.of;
import static org.fitact.tensor.backend.reference.KnownValues.v;
import static org.fitact.tensor.backend.reference.KnownValues.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Batch normalisation, cross-entropy and pooling against PyTorch. */
class LayerKnownValuesTest {

    /*
     * bn = nn.BatchNorm1d(2)
     * with torch.no_grad(): bn.weight.copy_(torch.tensor([1.5, -0.5])); bn.bias.copy_(torch.tensor([0.25, 1.0]))
     * x = v(8).reshape(4,2).requires_grad_(); y = bn(x)          # bn.running_mean, bn.running_var
     * y.backward(v(8,3,7).reshape(4,2))                          # x.grad, bn.weight.grad, bn.bias.grad
     * bn.eval(); bn(x)
     */
    private static BatchNorm batchNorm() {
        return new BatchNorm(4, 2, 1e-5f, 0.1f, of(1.5f, -0.5f), of(0.25f, 1), zeros(2), of(1, 1));
    }

    @Test
    void batchNormIsWhatTorchGives() {
        BatchNorm shape = batchNorm();
        BatchNormSaved saved = new BatchNormSaved(zeros(2), zeros(2));
        Buffer x = of(v(8));
        Buffer y = zeros(8);
        BACKEND.batchNormTraining(shape, x, y, saved);
        expect(y, -1.7624469, 0.828503, -0.4208156, 0.3140121, 0.9208156, 1.6859879, 2.2624469, 1.171497);
        expect(shape.runningMean(), -0.0125, 0.025);
        expect(shape.runningVariance(), 0.99375, 0.9708333);

        BatchNormGradients gradients = new BatchNormGradients(zeros(8), zeros(2), zeros(2));
        BACKEND.batchNormBackward(shape, x, of(v(8, 3, 7)), saved, gradients);
        expect(
                gradients.input(),
                -0.9391524,
                -0.2219379,
                1.2521858,
                0.0554817,
                0.3130508,
                -0.0554817,
                -0.6260842,
                0.2219379);
        expect(gradients.gamma(), 1.2298287, 0.6002394);
        expect(gradients.beta(), 0.75, -1.5);

        BACKEND.batchNormInference(shape, x, y);
        expect(y, -1.6120689, 0.7589601, -0.4835423, 0.3783707, 0.6449843, 1.3932757, 1.7735109, 1.0126864);
    }

    @Test
    void aSingleRowHasNoVariance() {
        BatchNorm shape = new BatchNorm(1, 2, 1e-5f, 0.5f, of(1, 1), of(0.25f, 1), zeros(2), of(1, 1));
        Buffer y = zeros(2);
        BACKEND.batchNormTraining(shape, of(3, -7), y, new BatchNormSaved(zeros(2), zeros(2)));
        expect(y, 0.25, 1);
        expect(shape.runningMean(), 1.5, -3.5);
        expect(shape.runningVariance(), 0.5, 0.5);
    }

    /*
     * l = v(6).reshape(2,3).requires_grad_()
     * for s in (0.0, 0.1):
     *     loss = F.cross_entropy(l, torch.tensor([2, 0]), label_smoothing=s, reduction='none')
     *     l.grad = None; (0.5 * loss.sum()).backward()           # loss, l.grad
     * F.softmax(l, 1)
     */
    @Test
    void crossEntropyIsWhatTorchGives() {
        expectLosses(0, 1.4328555, 0.4076059);
        expectGradients(0, 0.0563596, 0.3243271, -0.3806867, -0.1673795, 0.1223642, 0.0450153);
    }

    @Test
    void crossEntropyWithLabelSmoothingIsWhatTorchGives() {
        expectLosses(0.1f, 1.424522, 0.5076059);
        expectGradients(0.1f, 0.0396929, 0.3076604, -0.3473534, -0.1340462, 0.1056976, 0.0283486);
    }

    private static void expectLosses(float smoothing, double... losses) {
        Buffer probabilities = zeros(6);
        Buffer actual = zeros(2);
        BACKEND.crossEntropy(new CrossEntropy(2, 3, smoothing), of(v(6)), of(new int[] {2, 0}), probabilities, actual);
        expect(probabilities, 0.1127192, 0.6486542, 0.2386266, 0.6652409, 0.2447285, 0.0900306);
        expect(actual, losses);
    }

    private static void expectGradients(float smoothing, double... gradients) {
        CrossEntropy shape = new CrossEntropy(2, 3, smoothing);
        Buffer labels = of(new int[] {2, 0});
        Buffer probabilities = zeros(6);
        Buffer gx = zeros(6);
        BACKEND.crossEntropy(shape, of(v(6)), labels, probabilities, zeros(2));
        BACKEND.crossEntropyBackward(shape, probabilities, labels, 0.5f, gx);
        expect(gx, gradients);
    }

    @Test
    void aLabelOutOfRangeNamesItsRow() {
        CrossEntropy shape = new CrossEntropy(2, 3, 0);
        for (int label : new int[] {-1, 3}) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> BACKEND.crossEntropy(shape, zeros(6), of(new int[] {2, label}), zeros(6), zeros(2)));
            assertEquals("the label of row 1 is " + label + ", expected 0 to 2", error.getMessage());
        }
    }

    /*
     * x = v(25).reshape(1,1,5,5).requires_grad_()
     * for f in (F.max_pool2d, F.avg_pool2d):
     *     y = f(x, 3, 2); x.grad = None; y.backward(torch.tensor([[[[1., 2.], [3., 4.]]]]))    # y, x.grad
     */
    @Test
    void maxPoolIsWhatTorchGives() {
        Pool2d shape = new Pool2d(Pool2d.Kind.MAX, 1, 5, 5, 1, 3, 2);
        Buffer y = zeros(4);
        Buffer gx = zeros(25);
        BACKEND.pool(shape, of(v(25)), y);
        BACKEND.poolBackward(shape, of(v(25)), of(1, 2, 3, 4), gx);
        expect(y, 1.0, 1.25, 1.0, 1.25);
        expect(gx, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0);
    }

    /*
     * x = torch.arange(20.).reshape(1, 1, 4, 5)
     * F.max_pool2d(x, (3, 2), (2, 1), (1, 1), (1, 2))
     * F.avg_pool2d(x, 3, 2, 1, ceil_mode=True)
     * F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)
     * F.max_pool2d(x, 3, 2, 0, ceil_mode=True)
     */
    @Test
    void poolingWithPaddingDilationAndSizesRoundedUpIsWhatTorchGives() {
        Window2d oblong = new Window2d(Window1d.of(3, 2, 1), new Window1d(2, 1, 2, 1, 1));
        expectPool(Pool2d.Kind.MAX, oblong, Pool2d.Counting.INSIDE, 6, 7, 8, 9, 8, 16, 17, 18, 19, 18);
        Window2d up = new Window2d(new Window1d(3, 2, 1, 1, 2), Window1d.of(3, 2, 1));
        double sixth = 1 / 6.0;
        expectPool(
                Pool2d.Kind.AVERAGE,
                up,
                new Pool2d.Counting(true, 1, 0),
                8 * sixth,
                3,
                16 * sixth,
                7,
                12,
                9,
                31 * sixth,
                8.5,
                37 * sixth);
        expectPool(Pool2d.Kind.AVERAGE, Window2d.square(3, 2, 1), Pool2d.Counting.INSIDE, 3, 4.5, 6, 10.5, 12, 13.5);
        Window2d beyond = new Window2d(new Window1d(3, 2, 1, 0, 1), Window1d.of(3, 2, 0));
        expectPool(Pool2d.Kind.MAX, beyond, Pool2d.Counting.INSIDE, 12, 14, 17, 19);
    }

    private static void expectPool(Pool2d.Kind kind, Window2d window, Pool2d.Counting counting, double... expected) {
        float[] x = new float[20];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        Pool2d shape = new Pool2d(kind, 1, 4, 5, 1, window, counting);
        Buffer y = zeros(shape.outputElements());
        BACKEND.pool(shape, of(x), y);
        expect(y, expected);
    }

    @Test
    void averagePoolIsWhatTorchGives() {
        Pool2d shape = new Pool2d(Pool2d.Kind.AVERAGE, 1, 5, 5, 1, 3, 2);
        Buffer y = zeros(4);
        Buffer gx = zeros(25);
        BACKEND.pool(shape, of(v(25)), y);
        BACKEND.poolBackward(shape, of(v(25)), of(1, 2, 3, 4), gx);
        expect(y, -0.2222222, 0.2222222, -0.1388889, 0.0);
        expect(
                gx, 0.1111111, 0.1111111, 0.3333333, 0.2222222, 0.2222222, 0.1111111, 0.1111111, 0.3333333, 0.2222222,
                0.2222222, 0.4444444, 0.4444444, 1.1111112, 0.6666667, 0.6666667, 0.3333333, 0.3333333, 0.7777778,
                0.4444444, 0.4444444, 0.3333333, 0.3333333, 0.7777778, 0.4444444, 0.4444444);
    }

    @Test
    void theFirstOfEqualMaximaGetsTheGradient() {
        Pool2d shape = new Pool2d(Pool2d.Kind.MAX, 1, 2, 2, 1, 2, 2);
        Buffer gx = zeros(4);
        BACKEND.poolBackward(shape, of(1, 3, 3, 3), of(5), gx);
        expect(gx, 0, 5, 0, 0);
        BACKEND.poolBackward(shape, of(1, 3, Float.NaN, Float.NaN), of(5), gx);
        expect(gx, 0, 0, 5, 0);
    }
}
