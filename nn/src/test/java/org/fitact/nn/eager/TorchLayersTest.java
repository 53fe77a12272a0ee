package org.fitact.nn.eager;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

/**
 * Single layers against PyTorch 1.13, whose lines stand before each test; {@code pattern} is that of {@link Patterns}.
 * All expected values are in PyTorch's order of dimensions.
 */
class TorchLayersTest {

    private static final double TOLERANCE = 2e-6;

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    /** Every parameter is the pattern that its name is given. */
    private ParameterSource patterns(ToIntFunction<ParameterSpec> c) {
        return request -> Patterns.parameter(
                request.layout(),
                request.shape(),
                Patterns.pattern(c.applyAsInt(request), request.shape().elements()));
    }

    private Tensor channelsLast(Shape shape, int c) {
        float[] values = Patterns.pattern(c, shape.elements());
        return Tensor.of(backend, shape, Patterns.channelsLast(shape, values));
    }

    private static BiConsumer<float[], Tensor> expect(String what) {
        return (torch, found) -> Close.assertClose(
                found.shape().rank() == 4 ? Patterns.channelsLast(found.shape(), torch) : torch,
                found.toArray(),
                TOLERANCE,
                what);
    }

    /**
     * <pre>
     * x, w, b = pattern(1, 2, 2, 5, 4), pattern(2, 3, 2, 3, 3), pattern(3, 3)   # all with requires_grad_()
     * y = F.conv2d(x, w, b, stride=2, padding=1)
     * y.backward(pattern(4, *y.shape))
     * print(y, x.grad, w.grad, b.grad)
     * </pre>
     */
    @Test
    void convolution() {
        Network layer = TestNetworks.of(
                backend,
                Shape.of(5, 4, 2),
                patterns(request -> request.name().equals("conv.weight") ? 2 : 3),
                builder -> builder.conv("conv", 3, 3, 2, 1));
        Tensor x = channelsLast(Shape.of(2, 5, 4, 2), 1).requireGradient(true);
        try (Tape tape = Tape.recording(backend)) {
            Tensor y = Forward.of(layer, Pass.training(tape, null), x);
            tape.backward(y, channelsLast(Shape.of(2, 3, 2, 3), 4));
            expect("y")
                    .accept(
                            new float[] {
                                -4.7890625f,
                                -2.17578125f,
                                -0.266601562f,
                                -1.29589844f,
                                3.59960938f,
                                -1.51367188f,
                                5.5078125f,
                                -0.166015625f,
                                4.39941406f,
                                -3.31152344f,
                                -0.987304688f,
                                2.28613281f,
                                -4.02050781f,
                                0.068359375f,
                                -7.01171875f,
                                -1.48046875f,
                                -1.03710938f,
                                -0.127929688f,
                                -1.87011719f,
                                4.02050781f,
                                -2.171875f,
                                2.54296875f,
                                -1.10351562f,
                                -3.34765625f,
                                -2.25878906f,
                                -4.671875f,
                                -0.120117188f,
                                -6.796875f,
                                2.95605469f,
                                -0.288085938f,
                                0.903320312f,
                                1.33203125f,
                                -0.731445312f,
                                4.18164062f,
                                -4.91894531f,
                                0.009765625f
                            },
                            y);
            expect("gx")
                    .accept(
                            new float[] {
                                0.849609375f,
                                -3.01953125f,
                                0.536132812f,
                                -1.33300781f,
                                1.56738281f,
                                0.305664062f,
                                0.545898438f,
                                -3.06152344f,
                                -0.0732421875f,
                                2.0390625f,
                                1.19140625f,
                                -0.94140625f,
                                0.609375f,
                                2.72949219f,
                                2.25097656f,
                                -1.88378906f,
                                0.877929688f,
                                -1.58203125f,
                                0.268554688f,
                                0.53515625f,
                                -1.2734375f,
                                1.70703125f,
                                2.05957031f,
                                -2.76855469f,
                                -1.796875f,
                                0.57421875f,
                                -3.21875f,
                                2.14941406f,
                                -1.90625f,
                                0.638671875f,
                                -1.0390625f,
                                1.16796875f,
                                3.44726562f,
                                0.41015625f,
                                -2.31445312f,
                                -0.13671875f,
                                2.29394531f,
                                -2.10644531f,
                                -1.671875f,
                                0.271484375f,
                                -0.551757812f,
                                2.46289062f,
                                0.712890625f,
                                -0.17578125f,
                                -3.50390625f,
                                4.0703125f,
                                1.29394531f,
                                -1.73339844f,
                                -1.77050781f,
                                0.321289062f,
                                -0.209960938f,
                                1.30078125f,
                                -0.911132812f,
                                -1.59375f,
                                0.3359375f,
                                3.09375f,
                                1.0546875f,
                                -3.20117188f,
                                0.741210938f,
                                -1.66113281f,
                                -2.234375f,
                                -0.017578125f,
                                -1.3671875f,
                                0.703125f,
                                3.97460938f,
                                3.93066406f,
                                -1.58984375f,
                                0.314453125f,
                                2.75488281f,
                                1.67578125f,
                                -2f,
                                -0.193359375f,
                                -1.23632812f,
                                -1.36230469f,
                                3.65429688f,
                                -1.28125f,
                                -1.1328125f,
                                1.98828125f,
                                2.20019531f,
                                -2.56933594f
                            },
                            tape.gradient(x));
            Parameter weight = layer.parameters().get(0);
            float[] gw = new float[] {
                -0.930664062f,
                -0.672851562f,
                -0.0947265625f,
                4.02148438f,
                3.36523438f,
                -0.467773438f,
                1.3046875f,
                -2.31738281f,
                -0.247070312f,
                0.331054688f,
                -0.157226562f,
                -0.762695312f,
                0.436523438f,
                -0.405273438f,
                0.0029296875f,
                -2.53417969f,
                0.0302734375f,
                -1.74609375f,
                0.6484375f,
                -4.91210938f,
                0.165039062f,
                -1.84570312f,
                -1.76074219f,
                0.217773438f,
                -1.25878906f,
                -0.638671875f,
                -0.381835938f,
                -2.71191406f,
                0.266601562f,
                2.1875f,
                -0.083984375f,
                0.526367188f,
                0.729492188f,
                0.2421875f,
                -0.334960938f,
                4.06445312f,
                2.5234375f,
                -2.44433594f,
                0.819335938f,
                -2.97851562f,
                -2.05371094f,
                3.07324219f,
                0.616210938f,
                2.51953125f,
                0.962890625f,
                -2.20410156f,
                0.690429688f,
                -1.17480469f,
                0.677734375f,
                2.83886719f,
                0.173828125f,
                0.75f,
                0.779296875f,
                1.39257812f
            };
            Close.assertClose(
                    Patterns.parameter(weight.layout(), weight.value().shape(), gw),
                    tape.gradient(weight.value()).toArray(),
                    TOLERANCE,
                    "gw");
            Tensor gb = tape.gradient(layer.parameters().get(1).value());
            expect("gb").accept(new float[] {-0.5f, -2.46875f, 1.875f}, gb);
        }
    }

    /**
     * <pre>
     * norm = nn.BatchNorm2d(3)
     * norm.weight, norm.bias = pattern(5, 3), pattern(6, 3)
     * x = pattern(7, 2, 3, 2, 2).requires_grad_()
     * y = norm(x)
     * y.backward(pattern(8, 2, 3, 2, 2))
     * print(y, x.grad, norm.weight.grad, norm.bias.grad, norm.running_mean, norm.running_var)
     * norm(pattern(9, 2, 3, 2, 2))
     * print(norm.running_mean, norm.running_var)
     * print(norm.eval()(x))
     * </pre>
     */
    @Test
    void batchNorm() {
        Shape shape = Shape.of(2, 2, 2, 3);
        Network norm = TestNetworks.of(backend, Shape.of(2, 2, 3), this::freshNorm, builder -> builder.norm("norm"));
        List<Parameter> parameters = norm.parameters();
        Tensor x = channelsLast(shape, 7).requireGradient(true);
        try (Tape tape = Tape.recording(backend)) {
            Tensor y = Forward.of(norm, Pass.training(tape, null), x);
            tape.backward(y, channelsLast(shape, 8));
            expect("y")
                    .accept(
                            new float[] {
                                0.636762738f,
                                0.293515116f,
                                0.491955131f,
                                0.690395117f,
                                -3.33119917f,
                                -1.53041863f,
                                0.270361722f,
                                -2.84450173f,
                                -0.945505917f,
                                0.564783394f,
                                -0.30835259f,
                                -1.18148863f,
                                0.309604853f,
                                0.508044839f,
                                0.706484854f,
                                0.363237292f,
                                -1.38440943f,
                                0.416370958f,
                                -2.69849253f,
                                -0.897712052f,
                                0.493988603f,
                                -0.37914741f,
                                -1.25228345f,
                                0.258005887f
                            },
                            y);
            expect("gx")
                    .accept(
                            new float[] {
                                0.146032974f,
                                -0.0505399555f,
                                0.0631037652f,
                                0.176747501f,
                                -1.17918444f,
                                1.18890941f,
                                -1.35864067f,
                                -0.539159119f,
                                -7.28109217e-06f,
                                1.09930206e-05f,
                                4.28299529e-07f,
                                -1.01364221e-05f,
                                -0.041325599f,
                                0.0723181292f,
                                -0.355725735f,
                                -0.0106110806f,
                                1.38091695f,
                                -1.16663301f,
                                -0.347151458f,
                                2.02094245f,
                                1.01364221e-05f,
                                -4.28299529e-07f,
                                -1.09930206e-05f,
                                7.28109217e-06f
                            },
                            tape.gradient(x));
            expect("ggamma")
                    .accept(
                            new float[] {3.11229014f, -2.12394166f, 7.28328466f},
                            tape.gradient(parameters.get(0).value()));
            expect("gbeta")
                    .accept(
                            new float[] {-0.03125f, -0.90625f, 1.375f},
                            tape.gradient(parameters.get(1).value()));
            expect("mean")
                    .accept(
                            new float[] {0.00468750019f, 0.033203125f, -0.0171875004f},
                            parameters.get(2).value());
            expect("variance")
                    .accept(
                            new float[] {0.994726539f, 0.981164515f, 0.994726539f},
                            parameters.get(3).value());

            Forward.of(norm, Pass.training(tape, null), tape.own(channelsLast(shape, 9)));
            expect("mean")
                    .accept(
                            new float[] {-0.00124999974f, 0.0529296845f, -0.0428125001f},
                            parameters.get(2).value());
            expect("variance")
                    .accept(
                            new float[] {0.994912028f, 0.964212596f, 0.994912028f},
                            parameters.get(3).value());
            expect("y")
                    .accept(
                            new float[] {
                                0.63236773f,
                                0.319071293f,
                                0.500195801f,
                                0.68132031f,
                                -2.69852734f,
                                -1.1530509f,
                                0.392425597f,
                                -2.2808311f,
                                -0.804041266f,
                                0.574463248f,
                                -0.222484693f,
                                -1.01943266f,
                                0.333757043f,
                                0.514881551f,
                                0.696006119f,
                                0.382709622f,
                                -1.02774203f,
                                0.517734468f,
                                -2.15552211f,
                                -0.610045671f,
                                0.509845853f,
                                -0.287102103f,
                                -1.08405006f,
                                0.294454515f
                            },
                            Forward.of(norm, Pass.inference(tape), x));
        }
    }

    private float[] freshNorm(ParameterSpec request) {
        return switch (request.name()) {
            case "norm.weight" -> Patterns.pattern(5, 3);
            case "norm.bias" -> Patterns.pattern(6, 3);
            case "norm.running_mean" -> new float[3];
            case "norm.running_var" -> new float[] {1, 1, 1};
            default -> throw new IllegalArgumentException(request.name());
        };
    }

    /**
     * <pre>
     * logits = pattern(10, 3, 4).requires_grad_()
     * for smoothing in (0, 0.1):
     *     loss = F.cross_entropy(logits, torch.tensor([3, 0, 1]), label_smoothing=smoothing)
     *     loss.backward()
     *     print(loss, logits.grad)
     * </pre>
     */
    @Test
    void crossEntropy() {
        assertCrossEntropy(0, 1.93968582f, new float[] {
            0.0213067792f,
            0.0677127987f,
            0.215190858f,
            -0.304210424f,
            -0.277544647f,
            0.177296132f,
            0.0239944216f,
            0.0762541145f,
            0.0213067792f,
            -0.26562053f,
            0.215190858f,
            0.0291229114f
        });
        assertCrossEntropy(0.1f, 1.92041492f, new float[] {
            0.0129734427f,
            0.0593794622f,
            0.206857502f,
            -0.279210389f,
            -0.252544612f,
            0.168962762f,
            0.0156610832f,
            0.0679207668f,
            0.0129734408f,
            -0.240620524f,
            0.206857488f,
            0.020789573f
        });
    }

    private void assertCrossEntropy(float smoothing, float expectedLoss, float[] expectedGradient) {
        Tensor logits =
                Tensor.of(backend, Shape.of(3, 4), Patterns.pattern(10, 12)).requireGradient(true);
        try (Tape tape = Tape.recording(backend)) {
            Tensor labels = tape.own(Tensor.of(backend, Shape.of(3), new int[] {3, 0, 1}));
            Tensor loss = Losses.crossEntropy(tape, logits, labels, smoothing);
            tape.backward(loss);
            expect("loss").accept(new float[] {expectedLoss}, loss);
            expect("gradient").accept(expectedGradient, tape.gradient(logits));
        }
    }

    /** <pre>print(torch.arange(24.).reshape(1, 2, 3, 4).flatten(1))</pre> */
    @Test
    void flattenTakesChannelsFirst() {
        float[] count = new float[24];
        for (int i = 0; i < count.length; i++) {
            count[i] = i;
        }
        Shape shape = Shape.of(1, 3, 4, 2);
        try (Tape tape = Tape.inference(backend);
                Network flatten = TestNetworks.of(backend, shape.withoutBatch(), spec -> null, GraphBuilder::flatten);
                Tensor x = Tensor.of(backend, shape, Patterns.channelsLast(shape, count))) {
            expect("rows").accept(count, Forward.of(flatten, Pass.inference(tape), x));
        }
    }
}
