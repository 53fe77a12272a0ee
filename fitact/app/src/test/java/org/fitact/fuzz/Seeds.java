package org.fitact.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.image.Normalisation;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.results.LayerNeurons;
import org.fitact.store.TrialStore;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyDocument;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/** Small valid files of every format. */
final class Seeds {

    static final int PIXELS = 784;
    static final int RECORD = 3073;

    private static final Shape IMAGE = Shape.of(4, 4, 1);

    /** The same network as checkpoints had it before networks were graphs. */
    private static final String LAYERS = """
            [{"layer":"convolution","name":"c","form":{"outChannels":2,"kernelHeight":3,"kernelWidth":3,"stride":1,\
            "padding":1,"bias":false}},{"layer":"norm","name":"n","epsilon":1.0E-5},{"layer":"activation","name":"a"},\
            {"layer":"residual","body":[{"layer":"convolution","name":"r","form":{"outChannels":2,"kernelHeight":1,\
            "kernelWidth":1,"stride":1,"padding":0,"bias":true}}],"shortcut":[],"activation":"b"},\
            {"layer":"pool","kind":"MAX","kernel":2,"stride":2},{"layer":"flatten"},\
            {"layer":"linear","name":"l","outFeatures":2}]""";

    private Seeds() {}

    static Network network(Backend backend) {
        GraphBuilder builder = new GraphBuilder(IMAGE);
        builder.add("c", new Conv2d(2, 3, 3, 1, 1, false)).norm("n").relu("a");
        builder.sum("b.sum", builder.branch().conv("r", 2, 1, 1, 0), builder.branch())
                .relu("b");
        builder.maxPool(2).flatten().linear("l", 2);
        return new Network(new Architecture("tiny", IMAGE, 2), builder.build(), backend, ParameterSource.random(1));
    }

    static byte[] idx(int magic, int[] sizes, int bytes) {
        ByteBuffer file =
                ByteBuffer.allocate(Integer.BYTES * (1 + sizes.length) + bytes).putInt(magic);
        for (int size : sizes) {
            file.putInt(size);
        }
        return file.array();
    }

    static byte[] images(int count) {
        return idx(0x803, new int[] {count, 28, 28}, count * PIXELS);
    }

    static byte[] labels(int count) {
        return idx(0x801, new int[] {count}, count);
    }

    /** An archive of entries, each a name and its length. */
    static byte[] tar(Map<String, Integer> entries) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entries.forEach((name, length) -> {
            byte[] header = new byte[512];
            Formats.put(header, 0, name);
            Formats.put(header, 100, "0000644");
            Formats.put(header, 124, Formats.octal(length));
            header[156] = '0';
            Formats.put(header, 257, "ustar");
            Formats.checksum(header, 0);
            tar.writeBytes(header);
            tar.writeBytes(new byte[length + (-length & 511)]);
        });
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    /** Networks under no protection, tanh, and bounds of each kind; the last in the form of before. */
    static List<byte[]> checkpoints(Path folder, Backend backend) throws IOException {
        Path file = folder.resolve("seed.safetensors");
        byte[][] files = new byte[4][];
        for (int i = 0; i < files.length; i++) {
            try (Network network = network(backend)) {
                if (i == 1) {
                    network.transform(network.graph().withSite("a", site -> site.with(new Tanh())));
                }
                if (i == 2) {
                    Bound smooth = new Bound(Policy.SMOOTH, Granularity.NEURON, 20);
                    Bound zero = new Bound(Policy.ZERO, Granularity.CHANNEL, 1);
                    network.transform(
                            network.graph()
                                    .withSites(site -> site.bounded(site.name().equals("a") ? smooth : zero)),
                            spec -> new float[spec.shape().elements()]);
                }
                Map<String, String> notes = new HashMap<>(new HeldOut(0.1, 1).notes());
                notes.put("scheme", "x");
                notes.put("details", "{\"delta\":0.01,\"thresholds\":{\"a\":1.5},\"rounds\":[1,3]}");
                notes.put("seconds", "1.25");
                Checkpoint.save(
                        file,
                        network,
                        new CheckpointInfo(
                                "fashion-mnist-small",
                                List.of("one", "two"),
                                new Normalisation(new float[] {0.5f}, new float[] {0.25f}),
                                notes));
            }
            if (i == 3) {
                asBefore(file);
            }
            files[i] = Files.readAllBytes(file);
        }
        return List.of(files);
    }

    private static void asBefore(Path file) throws IOException {
        SafetensorsFile content = SafetensorsFile.read(file);
        Map<String, String> metadata = new HashMap<>(content.metadata());
        metadata.remove("architecture.graph");
        metadata.put("architecture.layers", LAYERS);
        metadata.put("activation.a", "{\"function\":\"relu\"}");
        metadata.put("activation.b", "{\"function\":\"tanh\"}");
        new SafetensorsFile(metadata, content.tensors()).write(file);
    }

    static byte[] profile(Path folder) throws IOException {
        Path file = folder.resolve("seed.safetensors");
        Map<String, StoredTensor> tensors = Map.of(
                "a", StoredTensor.of(new int[] {4, 4, 2}, new float[32]),
                "b", StoredTensor.of(new int[] {4, 4, 2}, new float[32]));
        new SafetensorsFile(Map.of("sites", "a,b", "seconds", "2.5", "content", "maxima"), tensors).write(file);
        return Files.readAllBytes(file);
    }

    static byte[] trials(Path folder) throws IOException {
        Path file = folder.resolve("seed.db");
        Files.deleteIfExists(file);
        JsonNode study = new ObjectMapper()
                .readTree("{\"model\":\"m\",\"dataset\":\"d\",\"parameters\":10,\"bounds\":4,\"seed\":3,"
                        + "\"schemes\":[\"none\",\"fitact\"]}");
        try (TrialStore store = TrialStore.openOrCreate(file, study)) {
            for (String scheme : List.of("none", "fitact")) {
                store.put(TrialKey.faultFree(scheme), new TrialOutcome(0, 90, 100, 0.5));
                for (int trial = 0; trial < 3; trial++) {
                    store.put(new TrialKey(scheme, 1e-5, trial), new TrialOutcome(7, 40 + trial, 100, 0.5));
                }
            }
            StudyDocument.NEURONS.put(
                    store, List.of(new LayerNeurons("a", 2, new float[] {1, 2}, Map.of("fitact", new float[] {1, 2}))));
            Example image = new Example(1, 1, 1, new byte[1], 0, 1, 0);
            StudyDocument.EXAMPLES.put(
                    store, new Examples(List.of("x", "y"), "none", "fitact", 1e-5, 1, List.of(image)));
        }
        return Files.readAllBytes(file);
    }

    /** Two images of 1x2 and their labels twice, as NumPy's savez writes them: to train on and to test on. */
    static byte[] arrays() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String part : List.of("train", "test")) {
                zip.putNextEntry(new ZipEntry("x_" + part + ".npy"));
                zip.write(array("|u1", "(2, 1, 2)", 4));
                zip.putNextEntry(new ZipEntry("y_" + part + ".npy"));
                zip.write(array("<u2", "(2,)", 4));
            }
        }
        return out.toByteArray();
    }

    static byte[] array(String type, String shape, int bytes) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer array = ByteBuffer.allocate(10 + text.length() + bytes);
        array.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        array.put((byte) text.length()).put((byte) 0).put(text.getBytes(StandardCharsets.US_ASCII));
        return array.array();
    }

    /** A model whose weights lie in another file, which is written. */
    static byte[] beside(byte[] model, Path data) throws IOException {
        ModelProto.Builder copy = ModelProto.parseFrom(model).toBuilder();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (TensorProto.Builder tensor : copy.getGraphBuilder().getInitializerBuilderList()) {
            byte[] raw = tensor.getRawData().toByteArray();
            Map<String, String> place = new TreeMap<>(Map.of(
                    "location", data.getFileName().toString(),
                    "offset", Integer.toString(all.size()),
                    "length", Integer.toString(raw.length)));
            place.forEach((key, value) -> tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
            tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
            all.write(raw);
        }
        Files.write(data, all.toByteArray());
        return copy.build().toByteArray();
    }
}
