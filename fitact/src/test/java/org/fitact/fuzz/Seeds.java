package org.fitact.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialStore;
import org.fitact.campaign.results.Example;
import org.fitact.campaign.results.Examples;
import org.fitact.campaign.results.LayerNeurons;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.data.Normalisation;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.Conv2d;
import org.fitact.nn.model.Architecture;
import org.fitact.nn.model.LayerSpec;
import org.fitact.nn.model.Models;
import org.fitact.nn.model.Network;
import org.fitact.report.ReportInputs;
import org.fitact.study.HeldOut;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BoundedRelu.Granularity;
import org.fitact.tensor.backend.BoundedRelu.Policy;
import org.fitact.tensor.backend.Pool2d;

/** Small valid files of every format. */
final class Seeds {

    static final int PIXELS = 784;
    static final int RECORD = 3073;

    private static final Architecture TINY = new Architecture(
            "tiny",
            Shape.of(4, 4, 1),
            2,
            List.of(
                    new LayerSpec.Convolution("c", new Conv2d.Form(2, 3, 3, 1, 1, false)),
                    new LayerSpec.Norm("n", 1e-5f),
                    new LayerSpec.Activation("a"),
                    new LayerSpec.Residual(
                            List.of(new LayerSpec.Convolution("r", new Conv2d.Form(2, 1, 1, 1, 0, true))),
                            List.of(),
                            "b"),
                    new LayerSpec.Pool(Pool2d.Kind.MAX, 2, 2),
                    new LayerSpec.Flatten(),
                    new LayerSpec.Linear("l", 2)));

    private Seeds() {}

    static Network network(Backend backend) {
        return Models.create(TINY, backend, 1);
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

    /** Networks under no protection, tanh, and bounds of each kind. */
    static List<byte[]> checkpoints(Path folder, Backend backend) throws IOException {
        Path file = folder.resolve("seed.safetensors");
        byte[][] files = new byte[3][];
        for (int i = 0; i < files.length; i++) {
            try (Network network = network(backend)) {
                if (i == 1) {
                    network.activationSites().getFirst().replace(new ActivationFunction.Tanh());
                }
                if (i == 2) {
                    network.activationSites()
                            .getFirst()
                            .replaceWithBounds(Policy.SMOOTH, Granularity.NEURON, 20, backend);
                    network.activationSites().getLast().replaceWithBounds(Policy.ZERO, Granularity.CHANNEL, 1, backend);
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
            files[i] = Files.readAllBytes(file);
        }
        return List.of(files);
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
            store.putDocument(
                    TrialStore.NEURONS,
                    ReportInputs.neuronsDocument(List.of(
                            new LayerNeurons("a", 2, new float[] {1, 2}, Map.of("fitact", new float[] {1, 2})))));
            Example image = new Example(1, 1, 1, new byte[1], 0, 1, 0);
            store.putDocument(
                    TrialStore.EXAMPLES,
                    ReportInputs.examplesDocument(
                            new Examples(List.of("x", "y"), "none", "fitact", 1e-5, 1, List.of(image))));
        }
        return Files.readAllBytes(file);
    }
}
