package org.fitact.nn.eager;

import java.util.Map;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

/**
 * One training step of a whole small network against PyTorch 1.13; {@code pattern} is that of {@link Patterns}:
 *
 * <pre>
 * conv, norm, fc = nn.Conv2d(1, 2, 3, padding=1, bias=False), nn.BatchNorm2d(2), nn.Linear(8, 3)
 * conv.weight, norm.weight, norm.bias = pattern(40, 2, 1, 3, 3), pattern(41, 2), pattern(42, 2)
 * fc.weight, fc.bias = pattern(43, 3, 8), pattern(44, 3)
 * net = nn.Sequential(conv, norm, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), fc)
 * sgd = torch.optim.SGD([{'params': [conv.weight, fc.weight], 'weight_decay': 0.05},
 *                        {'params': [norm.weight, norm.bias, fc.bias]}], lr=0.1, momentum=0.9, nesterov=True)
 * x = pattern(45, 2, 1, 4, 4)
 * y = net(x)
 * loss = F.cross_entropy(y, torch.tensor([2, 0]), label_smoothing=0.1)
 * loss.backward()
 * print(y, loss, all gradients)
 * sgd.step()
 * print(all parameters, norm.running_mean, norm.running_var)
 * print(net.eval()(x))
 * </pre>
 */
class TorchNetworkTest {

    private static final double TOLERANCE = 5e-6;

    private static final Map<String, Integer> PATTERNS =
            Map.of("c.conv.weight", 40, "c.norm.weight", 41, "c.norm.bias", 42, "fc.weight", 43, "fc.bias", 44);

    private static final Map<String, float[]> GRADIENTS = Map.of(
            "c.conv.weight",
            new float[] {
                -0.0305226054f, 0.0442737676f, -0.0234331004f, 0.0461396351f, -0.114985317f, 0.00473644724f,
                -0.101330779f, 0.0461991541f, -0.0162355695f, 0.190993994f, -0.130890608f, 0.0890182033f,
                -0.181156799f, 0.0825709775f, -0.106221519f, -0.0665457398f, -0.0820180699f, -0.057630308f
            },
            "c.norm.weight",
            new float[] {0.848209023f, 0.86306864f},
            "c.norm.bias",
            new float[] {-0.68030411f, 0.837137043f},
            "fc.weight",
            new float[] {
                0.14454034f,
                0.170624137f,
                0.135270044f,
                0.213462189f,
                1.39963865f,
                0.946706295f,
                0.922350109f,
                1.54257894f,
                -0.00217495323f,
                -0.00125280477f,
                -0.00209490699f,
                -0.00141690264f,
                -0.015218094f,
                -0.00909865461f,
                -0.0110703465f,
                -0.0135181788f,
                -0.142365381f,
                -0.169371337f,
                -0.13317515f,
                -0.212045282f,
                -1.38442075f,
                -0.937607646f,
                -0.911279738f,
                -1.52906084f
            },
            "fc.bias",
            new float[] {0.480773449f, -0.00481882133f, -0.475954652f});

    private static final Map<String, float[]> AFTER = Map.of(
            "c.conv.weight",
            new float[] {
                -0.427544445f,
                0.703509867f,
                -1.26462579f,
                -0.132579029f,
                1.04330039f,
                -0.960446775f,
                0.204971597f,
                1.3222065f,
                -0.646930873f,
                0.458961129f,
                -1.46088076f,
                -0.357397825f,
                0.839201033f,
                -1.19190729f,
                -0.0107710361f,
                1.12695622f,
                -0.851104081f,
                0.289527893f
            },
            "c.norm.weight",
            new float[] {-0.254909724f, 0.898516953f},
            "c.norm.bias",
            new float[] {0.379257768f, 1.24719393f},
            "fc.weight",
            new float[] {
                0.560646713f,
                -1.42530918f,
                -0.273326308f,
                0.857082784f,
                -1.34929073f,
                -0.117967956f,
                1.03192532f,
                -1.06691813f,
                0.371850729f,
                1.51694119f,
                -0.463898838f,
                0.681237936f,
                -1.29713976f,
                -0.153036878f,
                0.992603362f,
                -0.98793155f,
                0.181815043f,
                1.33221185f,
                -0.655665457f,
                0.504585505f,
                -1.25366318f,
                -0.193292037f,
                0.946971297f,
                -0.916650295f
            },
            "fc.bias",
            new float[] {0.846153021f, -1.06158447f, 0.184181377f},
            "c.norm.running_mean",
            new float[] {0.00429077167f, -0.0074371337f},
            "c.norm.running_var",
            new float[] {1.22886407f, 1.23586226f});

    private static final float[] LOGITS = {
        -2.30262995f, -5.65995407f, -6.99313164f, -1.73180532f, -5.44532013f, -6.82401514f
    };
    private static final float LOSS = 2.42819238f;
    private static final float[] LOGITS_AFTER = {
        -5.61008263f, -5.10056448f, -4.19229889f, -4.66517544f, -5.64518929f, -4.84600449f
    };

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    @Test
    void oneStepOfTraining() {
        Tensor images = Tensor.of(backend, Shape.of(2, 4, 4, 1), Patterns.pattern(45, 32));
        Tensor labels = Tensor.of(backend, Shape.of(2), new int[] {2, 0});
        try (Network network = network();
                Optimiser sgd = new Optimiser(
                        network.parameters().stream()
                                .filter(Parameter::isTrainedByGradient)
                                .toList(),
                        new UpdateRule.Sgd(0.9f, true, 0.05f))) {
            try (Tape tape = Tape.recording(backend)) {
                Tensor logits = Forward.of(network, Pass.training(tape, null), images);
                Close.assertClose(LOGITS, logits.toArray(), TOLERANCE, "logits");
                Tensor loss = Losses.crossEntropy(tape, logits, labels, 0.1f);
                Close.assertClose(new float[] {LOSS}, loss.toArray(), TOLERANCE, "loss");
                tape.backward(loss);
                GRADIENTS.forEach((name, expected) -> assertTorch(
                        network,
                        name,
                        expected,
                        tape.gradient(network.parameter(name).value())));
                sgd.step(tape, 0.1);
            }
            AFTER.forEach((name, expected) ->
                    assertTorch(network, name, expected, network.parameter(name).value()));
            try (Plan plan = Plan.of(network, 2, true)) {
                Close.assertClose(LOGITS_AFTER, plan.logits(images), TOLERANCE, "logits after the step");
            }
        }
    }

    private Network network() {
        return TestNetworks.of(
                backend,
                Shape.of(4, 4, 1),
                3,
                this::fresh,
                builder -> builder.convNorm("c", 2, 3, 1, 1)
                        .relu("relu")
                        .maxPool(2)
                        .flatten()
                        .linear("fc", 3));
    }

    private float[] fresh(ParameterSpec request) {
        int n = request.shape().elements();
        if (request.kind() == ParameterSpec.Kind.STATISTIC) {
            float start = (float) request.mean();
            return new float[] {start, start};
        }
        float[] torch = Patterns.pattern(PATTERNS.get(request.name()), n);
        return Patterns.parameter(request.layout(), request.shape(), torch);
    }

    private static void assertTorch(Network network, String name, float[] expected, Tensor found) {
        Parameter parameter = network.parameter(name);
        float[] here = Patterns.parameter(parameter.layout(), parameter.value().shape(), expected);
        Close.assertClose(here, found.toArray(), TOLERANCE, name);
    }
}
