package org.fitact.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Toys;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are sound safetensors and still no checkpoint that can be used: one line, and nothing stays allocated. */
class CheckpointRefusalTest {

    private static final Normalisation NORMALISATION = new Normalisation(new float[] {0.5f}, new float[] {0.25f});
    private static final CheckpointInfo INFO =
            new CheckpointInfo("bands", List.of("a", "b", "c"), NORMALISATION, Map.of());

    private final CountingBackend allocations = new CountingBackend(Backends.open("reference", new BackendOptions(1)));
    private final Backend backend = allocations.backend();

    @TempDir
    Path folder;

    private Path file;

    /** A ResNet-20 whose first site has a bound for every neuron. */
    @BeforeEach
    void writeAGoodOne() throws IOException {
        file = folder.resolve("network.safetensors");
        try (Network network = TestNetworks.zoo(backend, "resnet20", Shape.of(8, 8, 1), 3)) {
            Bound bound = new Bound(BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.NEURON, 20);
            network.transform(
                    network.graph().withSites(site -> site.name().equals("stem.relu") ? site.bounded(bound) : site),
                    TestNetworks.byIndex(i -> 1));
            Checkpoint.save(file, network, INFO);
        }
    }

    private void edit(BiConsumer<Map<String, String>, Map<String, StoredTensor>> change) throws IOException {
        SafetensorsFile read = SafetensorsFile.read(file);
        Map<String, String> metadata = new LinkedHashMap<>(read.metadata());
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(read.tensors());
        change.accept(metadata, tensors);
        new SafetensorsFile(metadata, tensors).write(file);
    }

    /** Makes the file one that was written before there were graphs. */
    private void asBefore() throws IOException {
        List<String> sites = new ArrayList<>(List.of("stem.relu"));
        for (int block = 0; block < 9; block++) {
            String name = "stage" + (block / 3 + 1) + ".block" + (block % 3 + 1);
            sites.addAll(List.of(name + ".relu1", name + ".relu"));
        }
        edit((metadata, tensors) -> {
            metadata.remove("architecture.graph");
            sites.forEach(site -> metadata.put("activation." + site, "{\"function\":\"relu\"}"));
            metadata.put(
                    "activation.stem.relu",
                    "{\"function\":\"bounded\",\"policy\":\"smooth\",\"granularity\":\"neuron\",\"kappa\":20.0}");
        });
    }

    private InvalidFileException refused() {
        long before = allocations.open();
        InvalidFileException refusal = assertThrows(
                InvalidFileException.class,
                () -> Checkpoint.read(file).load(backend).close());
        assertEquals(before, allocations.open(), "buffers that nobody closed");
        assertLine(refusal);
        return refusal;
    }

    private void assertLine(InvalidFileException refusal) {
        assertEquals(file.toString(), refusal.file());
        String message = refusal.getMessage();
        assertEquals(1, message.lines().count());
        assertTrue(message.startsWith(file + ": " + refusal.field() + " is "), message);
        assertTrue(message.contains(", expected "), message);
    }

    @Test
    void theGoodOneIsRead() throws IOException {
        Graph graph = Checkpoint.read(file).graph();
        Checkpoint.read(file).load(backend).close();
        asBefore();
        assertEquals(graph, Checkpoint.read(file).graph());
        Checkpoint.read(file).load(backend).close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            architecture.model | resnet21
            architecture.model | -
            architecture.input | 8x8
            architecture.input | 0x8x1
            architecture.input | -8x8x1
            architecture.input | 99999x8x1
            architecture.input | -
            architecture.classes | 0
            architecture.classes | 99999999999
            architecture.classes | ten
            data.name | -
            data.classes | {}
            data.classes | null
            activation.stem.relu | -
            activation.stem.relu | gelu
            activation.stem.relu | {"function":"gelu"}
            activation.stem.relu | {}
            activation.stem.relu | []
            activation.stem.relu | {"function":"bounded"}
            activation.stem.relu | {"function":"bounded","policy":"smooth","granularity":"neuron"}
            activation.stem.relu | {"function":"bounded","policy":"smooth","granularity":"neuron","kappa":0}
            activation.stem.relu | {"function":"bounded","policy":"smooth","granularity":"neuron","kappa":1e99}
            activation.stem.relu | {"function":"bounded","policy":"round","granularity":"neuron","kappa":1}
            """)
    void aWrongMetadataEntryIsNamed(String key, String value) throws IOException {
        asBefore();
        edit((metadata, tensors) -> {
            if (value == null) {
                metadata.remove(key);
            } else {
                metadata.put(key, value);
            }
        });
        InvalidFileException refusal = refused();
        assertEquals("metadata " + key, refusal.field());
        assertEquals(value == null ? "missing" : value, refusal.found());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            data.classes | ["a",null] | data.classes[1] is null, expected a text
            data.classes | [[ | data.classes is broken at line 1, column 3, expected JSON
            architecture.layers | [] | architecture.layers is [], expected at least one layer
            architecture.layers | [{"layer":"convolution","name":"c","form":null}] | architecture.layers[0].form is null, expected an object with outChannels, kernelHeight, kernelWidth, stride, padding, bias
            architecture.layers | [{"layer":"pool","kind":null,"kernel":2,"stride":2}] | architecture.layers[0].kind is null, expected one of MAX, AVERAGE
            architecture.layers | [{"layer":"pool","kind":"MAX","kernel":2}] | architecture.layers[0].stride is missing, expected a whole number below 2^31
            architecture.layers | [{"layer":"norm","name":"n","epsilon":"NaN"}] | architecture.layers[0].epsilon is "NaN", expected a finite number
            architecture.layers | [{"layer":"norm","name":"n","epsilon":2}] | architecture.layers[0]: epsilon of n is 2.0, expected 0 to 1
            architecture.layers | [{"layer":"residual","body":[null],"shortcut":[],"activation":null}] | architecture.layers[0].body[0] is null, expected an object
            architecture.graph | {} | architecture.graph.nodes is missing, expected a list
            architecture.graph | {"nodes":[],"output":"fc"} | architecture.graph is no node makes the output fc, expected nodes that fit each other
            architecture.graph | {"nodes":[null],"output":"fc"} | architecture.graph.nodes[0] is null, expected an object with name, op, inputs, parameters
            architecture.graph | {"nodes":[{"name":"a","op":{"op":"fused"},"inputs":["images"],"parameters":[]}],"output":"a"} | architecture.graph.nodes[0].op is {"op":"fused"}, expected an object of a kind that this program knows
            architecture.graph | {"nodes":[{"name":"a","op":{"op":"add"},"inputs":["images"],"parameters":[]}],"output":"a"} | architecture.graph is node a (add) reads 1 values, expected 2, expected nodes that fit each other
            architecture.graph | {"nodes":[{"name":"a","op":{"op":"relu"},"inputs":["images",null],"parameters":[]}],"output":"a"} | architecture.graph.nodes[0].inputs[1] is null, expected a text
            architecture.graph | {"nodes":[{"name":"a","op":{"op":"relu"},"inputs":["images"],"parameters":[]}],"output":"a"} | architecture.graph is resnet20 for 8x8x1 images and 3 classes makes 8x8x1 of 8x8x1, expected one number for a class, expected a network for these classes
            architecture.graph | {"nodes":[{"name":"a","op":{"op":"bound","policy":"ZERO","granularity":"LAYER","kappa":1},"inputs":["images"],"parameters":["b"]},{"name":"p","op":{"op":"pool2d","kind":"MAX","kernel":5,"stride":4},"inputs":["a"],"parameters":[]}],"output":"p"} | architecture.graph is resnet20 for 8x8x1 images and 3 classes makes 1x1x1 of 8x8x1, expected one number for a class, expected a network for these classes
            architecture.layers | [{"layer":"door"}] | architecture.layers[0] is {"layer":"door"}, expected an object of a kind that this program knows
            """)
    void aWrongFieldOfAMetadataEntryIsNamed(String key, String value, String message) throws IOException {
        if (!key.equals("architecture.graph")) {
            asBefore();
        }
        edit((metadata, tensors) -> metadata.put(key, value));
        InvalidFileException refusal = assertThrows(
                InvalidFileException.class, () -> Checkpoint.read(file).load(backend));
        assertEquals(file + ": metadata " + message, refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "fc.weight, NaN, a finite number",
        "fc.weight, -Infinity, a finite number",
        "stem.relu.bounds, Infinity, a finite number",
        "stem.norm.running_mean, NaN, a finite number",
        "stem.norm.running_var, -1, a finite number of 0 or more"
    })
    void aNumberThatNoNetworkHasIsNamed(String name, float value, String expected) throws IOException {
        edit((metadata, tensors) -> {
            StoredTensor tensor = tensors.get(name);
            float[] values = tensor.floats();
            values[values.length - 1] = value;
            tensors.put(name, StoredTensor.of(tensor.shape(), values));
        });
        int[] last = Arrays.stream(
                        SafetensorsFile.read(file).tensors().get(name).shape())
                .map(extent -> extent - 1)
                .toArray();
        InvalidFileException refusal = refused();
        assertEquals("tensor " + name + Arrays.toString(last), refusal.field());
        assertEquals(Float.toString(value), refusal.found());
        assertEquals(expected, refusal.expected());
    }

    @Test
    void aNormalisationThatIsNoneIsNamed() throws IOException {
        edit((metadata, tensors) -> metadata.put(Normalisation.SD_KEY, "0"));
        assertEquals("normalisation", refused().field());
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        edit((metadata, tensors) -> tensors.remove("stage2.block1.shortcut.conv.weight"));
        InvalidFileException refusal = refused();
        assertEquals("tensor stage2.block1.shortcut.conv.weight", refusal.field());
        assertEquals("missing", refusal.found());
        assertEquals("one of shape [32, 16, 1, 1] for resnet20 for 8x8x1 images and 3 classes", refusal.expected());
    }

    @Test
    void missingBoundsAreNamed() throws IOException {
        edit((metadata, tensors) -> tensors.remove("stem.relu.bounds"));
        assertEquals("tensor stem.relu.bounds", refused().field());
    }

    @Test
    void aTensorOfAnotherShapeOrTypeIsNamed() throws IOException {
        edit((metadata, tensors) -> tensors.put("fc.weight", StoredTensor.of(new int[] {64, 3}, new float[192])));
        InvalidFileException shape = refused();
        assertEquals("tensor fc.weight", shape.field());
        assertEquals("F32[64, 3]", shape.found());
        assertEquals("F32[3, 64] for resnet20 for 8x8x1 images and 3 classes", shape.expected());

        edit((metadata, tensors) -> tensors.put("fc.weight", StoredTensor.of(new int[] {3, 64}, new long[192])));
        InvalidFileException type = refused();
        assertEquals("tensor fc.weight", type.field());
        assertEquals("I64[3, 64]", type.found());
    }

    @ParameterizedTest
    @CsvSource({
        "resnet20, 9999x9999x1",
        "resnet20, 9999x9999x9999",
        "resnet20, 3000x3000x1",
        "vgg16, 9999x9999x9999",
        "alexnet, 9999x9999x9999",
        "lenet5, 4x4x1",
        "vgg-small, 1x1x1",
        "resnet50, 8x9999x1"
    })
    void anArchitectureThatTheTensorsAreNotOfAllocatesNoMoreThanTheFileHolds(String model, String input)
            throws IOException {
        edit((metadata, tensors) -> {
            metadata.remove("architecture.graph");
            metadata.put("architecture.model", model);
            metadata.put("architecture.input", input);
            metadata.put("architecture.classes", "999999");
        });
        long inFile = SafetensorsFile.read(file).tensors().values().stream()
                .mapToLong(StoredTensor::elements)
                .sum();
        long before = allocations.elements();
        refused();
        assertTrue(allocations.elements() - before <= inFile);
    }

    /** Weights fit any size of image, but the bounds of every neuron do not. */
    @Test
    void boundsAreComparedBeforeTheyAreAllocated() throws IOException {
        edit((metadata, tensors) -> metadata.put("architecture.input", "8000x8000x1"));
        InvalidFileException refusal = refused();
        assertEquals("tensor stem.relu.bounds", refusal.field());
        assertEquals("F32[16, 8, 8]", refusal.found());
    }

    private void saveATraining(Recipe recipe) throws IOException {
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, Toys.data(), recipe)) {
            training.run(new TrainingListener() {});
            Checkpoint.save(file, training, INFO);
        }
    }

    /** A refused file leaves the network as it was. */
    private InvalidFileException refusedToResume(Recipe recipe) {
        try (Network network = Toys.network(backend, 2);
                Trainer training = new Trainer(network, Toys.data(), recipe)) {
            List<float[]> before = values(network);
            InvalidFileException refusal = assertThrows(
                    InvalidFileException.class, () -> Checkpoint.read(file).resume(training));
            assertLine(refusal);
            List<float[]> after = values(network);
            for (int p = 0; p < before.size(); p++) {
                assertArrayEquals(before.get(p), after.get(p));
            }
            assertEquals(List.of(), training.history());
            return refusal;
        }
    }

    private static List<float[]> values(Network network) {
        return network.parameters().stream()
                .map(Parameter::value)
                .map(value -> value.toArray())
                .toList();
    }

    @Test
    void aTrainingIsNotResumedFromWhatIsNotItsOwn() throws IOException {
        assertEquals("architecture", refusedToResume(Toys.recipe(1)).field());

        saveATraining(Toys.recipe(1));
        InvalidFileException recipe = refusedToResume(Toys.recipe(2));
        assertEquals("recipe", recipe.field());
        assertTrue(recipe.expected().contains("epochs=2"), recipe.expected());
        assertTrue(recipe.found().contains("epochs=1"), recipe.found());
    }

    @Test
    void aTrainingIsNotResumedFromANetworkAlone() throws IOException {
        try (Network network = Toys.network(backend, 1)) {
            Checkpoint.save(file, network, INFO);
        }
        assertEquals("metadata training.recipe", refusedToResume(Toys.recipe(1)).field());
    }

    @Test
    void aTrainingIsNotResumedUnderOtherActivations() throws IOException {
        saveATraining(Toys.recipe(1));
        edit((metadata, tensors) -> metadata.computeIfPresent(
                "architecture.graph", (_, graph) -> graph.replaceFirst("relu\"}", "tanh\"}")));
        InvalidFileException refusal = refusedToResume(Toys.recipe(1));
        assertEquals("node relu1", refusal.field());
        assertEquals("Relu[]", refusal.expected());
        assertEquals("Tanh[]", refusal.found());
    }

    @Test
    void aTrainingIsNotResumedWithoutAllOfItsState() throws IOException {
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, Toys.data(), Toys.recipe(2))) {
            training.run(new TrainingListener() {
                @Override
                public void epochDone(Trainer trainer, EpochResult result) throws IOException {
                    if (result.epoch() == 1) {
                        Checkpoint.save(file, trainer, INFO);
                    }
                }
            });
        }
        edit((metadata, tensors) -> tensors.remove("optimiser.fc2.bias.velocity"));
        assertEquals(
                "tensor optimiser.fc2.bias.velocity",
                refusedToResume(Toys.recipe(2)).field());
    }

    @Test
    void aHistoryThatIsNoneIsNamed() throws IOException {
        saveATraining(Toys.recipe(1));
        String epoch =
                SafetensorsFile.read(file).metadata().get("training.history").replaceAll("[\\[\\]]", "");
        for (String history : Arrays.asList(
                "null", "[null]", "{}", "[{\"epoch\":\"first\"}]", "[1", "[" + epoch + "," + epoch + "]")) {
            edit((metadata, tensors) -> metadata.put("training.history", history));
            String field = refusedToResume(Toys.recipe(1)).field();
            assertTrue(field.startsWith("metadata training.history"), history + ": " + field);
        }
    }
}
