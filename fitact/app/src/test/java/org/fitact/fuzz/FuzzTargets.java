package org.fitact.fuzz;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.identity.Identity;
import org.fitact.imagefile.Pictures;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.image.source.Cifar;
import org.fitact.nn.image.source.DataDownload;
import org.fitact.nn.image.source.DownloadProgress;
import org.fitact.nn.image.source.FashionMnist;
import org.fitact.nn.image.source.OwnData;
import org.fitact.nn.image.source.RemoteFile;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.reproduce.PresetText;
import org.fitact.reproduce.Presets;
import org.fitact.study.Hardening;
import org.fitact.study.StateFile;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.study.Training;
import org.fitact.study.attack.AttackState;
import org.fitact.study.map.MapStateFile;
import org.fitact.study.map.TensorChoice;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.vulnerability.Strata;

/** All readers of one thread, with a folder and a backend of its own. */
final class FuzzTargets implements AutoCloseable {

    private static final List<String> CIFAR_CLASSES = List.of("a", "b", "c");

    private final Path folder;
    private final StudyFolder study;
    private final Backend backend = Backends.open("reference", new BackendOptions(1));
    private final Network network = Seeds.network(backend);
    private final List<FuzzTarget> all;

    /** @param folder empty; best one in memory */
    FuzzTargets(Path folder) throws IOException {
        this.folder = folder;
        this.study = new StudyFolder(folder);
        this.all = List.of(
                idx("IDX images", "train-images-idx3-ubyte", "", Mutations::bytes, 8),
                idx("IDX labels", "train-labels-idx1-ubyte", "", Mutations::bytes, 8),
                idx("IDX images, gzip", "train-images-idx3-ubyte", ".gz", Formats::gzipped, 3),
                idx("IDX labels, gzip", "train-labels-idx1-ubyte", ".gz", Formats::gzipped, 3),
                cifar(),
                pictures(),
                arrays(),
                array(),
                archive(),
                safetensors(),
                checkpoint(),
                preset(),
                profile(),
                training(),
                trials(),
                map(),
                mapState(),
                attackState(),
                onnx());
    }

    List<FuzzTarget> all() {
        return all;
    }

    /** The reader of input {@code n}: each has a share of any run of numbers by its weight. */
    FuzzTarget numbered(long n) {
        int weights = all.stream().mapToInt(FuzzTarget::weight).sum();
        int left = (int) (n % weights);
        for (FuzzTarget target : all) {
            left -= target.weight();
            if (left < 0) {
                return target;
            }
        }
        throw new IllegalStateException("no reader for " + n);
    }

    private Path write(String name, byte[] input) throws IOException {
        return Files.write(folder.resolve(name), input);
    }

    private FuzzTarget idx(String name, String part, String ending, FuzzTarget.Mutation mutation, int weight)
            throws IOException {
        Path data = Files.createDirectories(folder.resolve(part + ending));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String of : List.of("train", "t10k")) {
            files.put(of + "-images-idx3-ubyte" + ending, Seeds.images(2));
            files.put(of + "-labels-idx1-ubyte" + ending, Seeds.labels(2));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            Files.write(data.resolve(file.getKey()), ending.isEmpty() ? content : Formats.gzip(content));
        }
        FashionMnist source = new FashionMnist();
        return new FuzzTarget(name, weight, List.of(files.get(part + ending)), mutation, input -> {
            Files.write(data.resolve(part + ending), input);
            source.read(data);
        });
    }

    private FuzzTarget cifar() throws IOException {
        Path data = Files.createDirectories(folder.resolve("cifar"));
        Files.write(data.resolve("test.bin"), new byte[Seeds.RECORD]);
        Cifar source = tinyCifar();
        return new FuzzTarget("CIFAR", 12, List.of(new byte[Seeds.RECORD]), Mutations::bytes, input -> {
            Files.write(data.resolve("train.bin"), input);
            source.read(data);
        });
    }

    private static Cifar tinyCifar() {
        RemoteFile archive = RemoteFile.of("http://localhost/a.tar.gz", "0".repeat(32));
        return new Cifar("tiny", CIFAR_CLASSES, 1, List.of("train.bin"), 1, "test.bin", 1, "sub", List.of(archive));
    }

    private FuzzTarget pictures() throws IOException {
        Path data = folder.resolve("pictures");
        for (String part : List.of("train/a", "test/a")) {
            Files.createDirectories(data.resolve(part));
            Files.write(data.resolve(part).resolve("1.png"), Pictures.png(8, 8, 1));
        }
        List<byte[]> seeds = List.of(
                Pictures.png(8, 8, 1),
                Pictures.file(Pictures.noise(BufferedImage.TYPE_BYTE_INDEXED, 8, 8, 2), "png"),
                Pictures.file(Pictures.noise(BufferedImage.TYPE_BYTE_GRAY, 8, 8, 3), "jpg"),
                Pictures.file(Pictures.noise(BufferedImage.TYPE_INT_RGB, 16, 16, 4), "jpg"),
                Pictures.file(Pictures.noise(BufferedImage.TYPE_3BYTE_BGR, 8, 8, 5), "bmp"));
        OwnData source = new OwnData("images", data, new ImageFit(8, 8, 3), 1);
        return new FuzzTarget("PNG, JPEG, BMP", 4, seeds, Mutations::inPlace, input -> {
            Files.write(data.resolve("train/a/1.png"), input);
            source.open(null);
        });
    }

    private FuzzTarget arrays() throws IOException {
        Path file = folder.resolve("arrays.npz");
        OwnData source = new OwnData("npz", file, ImageFit.NONE, 1);
        return new FuzzTarget("NumPy", 6, List.of(Seeds.arrays()), Mutations::inPlace, input -> {
            Files.write(file, input);
            source.open(null);
        });
    }

    private FuzzTarget array() throws IOException {
        Path place = Files.createDirectories(folder.resolve("npy"));
        byte[] images = Seeds.array("|u1", "(20, 1, 2)", 40);
        Files.write(place.resolve("y.npy"), Seeds.array("|u1", "(20,)", 20));
        OwnData source = new OwnData("npy", place, ImageFit.NONE, 1);
        return new FuzzTarget("NumPy, one array", 2, List.of(images), Mutations::inPlace, input -> {
            Files.write(place.resolve("x.npy"), input);
            source.open(null);
        });
    }

    private FuzzTarget archive() throws IOException {
        Path from = Files.createDirectories(folder.resolve("from"));
        Path to = folder.resolve("to");
        Cifar source = tinyCifar();
        Map<String, Integer> entries = new LinkedHashMap<>();
        entries.put("x/readme.html", 600);
        entries.put("x/train.bin", Seeds.RECORD);
        entries.put("x/test.bin", Seeds.RECORD);
        return new FuzzTarget("tar.gz", 2, List.of(Seeds.tar(entries)), Formats::archive, input -> {
            Files.write(from.resolve("a.tar.gz"), input);
            DataDownload.copy(source, from, to, DownloadProgress.SILENT);
        });
    }

    private FuzzTarget safetensors() throws IOException {
        return new FuzzTarget(
                "safetensors",
                16,
                List.of(Seeds.profile(folder)),
                Formats::safetensors,
                input -> SafetensorsFile.read(write("any.safetensors", input)));
    }

    private FuzzTarget checkpoint() throws IOException {
        return new FuzzTarget("checkpoint", 9, Seeds.checkpoints(folder, backend), Formats::safetensors, input -> {
            Checkpoint checkpoint = Checkpoint.read(write("hardened-x.safetensors", input));
            checkpoint.load(backend).close();
            checkpoint.history();
            Hardening.read(study, "x");
            Hardening.arithmetic(checkpoint);
        });
    }

    private FuzzTarget preset() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("quick", "cpu")) {
            seeds.add(Presets.class
                    .getResourceAsStream("presets/" + name + ".json")
                    .readAllBytes());
        }
        return new FuzzTarget(
                "preset",
                6,
                seeds,
                Mutations::text,
                input -> PresetText.of(Presets.of(write("preset.json", input).toString())));
    }

    private FuzzTarget profile() throws IOException {
        return new FuzzTarget("profile", 10, List.of(Seeds.profile(folder)), Formats::safetensors, input -> {
            write("profile.safetensors", input);
            Hardening.layers(study);
            Hardening.profileSeconds(study);
            Hardening.profile(study, network);
        });
    }

    private FuzzTarget training() {
        byte[] seed = """
            {"origin":"x","result":{"model":"m","dataset":"d","parameters":1,"neurons":2,"epochs":3,\
            "heldOutAccuracy":0.5,"testAccuracy":0.25,"testImages":4,"seconds":5.5,"checkpoint":"c"}}\
            """.getBytes(StandardCharsets.UTF_8);
        return new FuzzTarget("training.json", 14, List.of(seed), Mutations::text, input -> {
            write("training.json", input);
            Training.read(study);
        });
    }

    private FuzzTarget trials() throws IOException {
        return new FuzzTarget("trials.db", 1, List.of(Seeds.trials(folder)), Mutations::inPlace, input -> {
            write("trials.db", input);
            StudyRecord.read(study);
        });
    }

    private FuzzTarget map() {
        return new FuzzTarget(
                "map.json",
                6,
                List.of(MapSeeds.map()),
                Mutations::text,
                input -> TensorChoice.of(write("map.json", input), 0.5));
    }

    private FuzzTarget mapState() throws IOException {
        Strata strata = MapSeeds.strata();
        MapStateFile file = new MapStateFile(
                folder.resolve("map-state.json"),
                Identity.of("map").with("seed", 1).build());
        file.write(MapSeeds.state());
        byte[] seed = Files.readAllBytes(folder.resolve("map-state.json"));
        return new FuzzTarget("map-state.json", 6, List.of(seed), Mutations::text, input -> {
            write("map-state.json", input);
            file.read(strata, MapSeeds.IMAGES);
        });
    }

    private FuzzTarget attackState() throws IOException {
        StateFile<AttackState> file = new StateFile<>(
                folder.resolve("attack-state.json"),
                Identity.of("attack").with("aware", true).build(),
                AttackState.class,
                "attack");
        file.write(new AttackState(List.of(
                new AttackState.OfScheme("none", "0a", List.of(new AttackState.Flip(7, 6, 0.5)), true),
                new AttackState.OfScheme("fitact", "0b", List.of(), false))));
        byte[] seed = Files.readAllBytes(folder.resolve("attack-state.json"));
        return new FuzzTarget("attack-state.json", 6, List.of(seed), Mutations::text, input -> {
            write("attack-state.json", input);
            file.read();
        });
    }

    private FuzzTarget onnx() throws IOException {
        List<byte[]> seeds = List.of(
                OnnxExport.bytes(network, ExportOptions.DEFAULT),
                OnnxExport.bytes(network, new ExportOptions(false, true)),
                Seeds.beside(OnnxExport.bytes(network, ExportOptions.DEFAULT), folder.resolve("net.data")));
        return new FuzzTarget(
                "ONNX",
                8,
                seeds,
                Mutations::inPlace,
                input -> OnnxImport.read(write("net.onnx", input), "net")
                        .load(backend)
                        .close());
    }

    @Override
    public void close() {
        network.close();
        backend.close();
    }
}
