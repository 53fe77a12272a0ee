package org.fitact.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fitact.documents.Program.Outcome;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * What a document presumes that a reader has, made once and copied to where it is looked for. Everything lies beside the folder of a
 * document, so that its commands have the same words wherever the tests run.
 */
final class Fixtures {

    /** Relative to the folder of a document, as all paths of its commands are. */
    static final String HOME = "../home";

    static final String PICTURES = HOME + "/data/pictures";
    static final String PRESET = HOME + "/small.json";

    private static final String SCHEMES =
            "none,ranger,clip-act,fitrelu-naive,fitact,fitact-hard,fitact-guarded,abft,duplicate";

    private final Path root;
    private final Map<String, Path> made = new TreeMap<>();
    private final Map<List<String>, Path> ran = new HashMap<>();

    Fixtures(Path root) {
        this.root = root;
    }

    /** A folder for the commands of a document. */
    Path folderOf(String document) throws IOException {
        Path home = root.resolve("home");
        if (!Files.exists(home)) {
            paint(Files.createDirectories(home.resolve("data/pictures")));
            try (var preset = Fixtures.class.getResourceAsStream("small.json")) {
                Files.copy(preset, home.resolve("small.json"));
            }
        }
        return Files.createDirectories(root.resolve(document.replaceAll("\\W+", "-")));
    }

    /** Whether a command reads nothing of the folder that it is typed in: the same words give the same everywhere. */
    static boolean beginsFromNothing(List<String> words) {
        return Set.of("train", "demo", "reproduce").contains(words.getFirst());
    }

    /**
     * Runs a command that begins from nothing. Its folder is kept, and copied where the same command is asked for again: a training takes
     * no less time the second time.
     */
    Outcome runOnce(Program program, Path folder, List<String> words, Map<String, String> environment)
            throws IOException, InterruptedException {
        int out = words.indexOf("--out");
        if (out < 0 || words.contains("--resume") || Files.exists(folder.resolve(words.get(out + 1)))) {
            return program.run(words, environment);
        }
        Path place = folder.resolve(words.get(out + 1));
        List<String> key = new ArrayList<>(words);
        key.set(out + 1, environment.toString());
        if (ran.containsKey(key)) {
            copy(ran.get(key), place);
            return new Outcome(0, "as before");
        }
        Outcome outcome = program.run(words, environment);
        if (outcome.exitCode() == 0) {
            Path kept = root.resolve("kept-" + ran.size());
            copy(place, kept);
            ran.put(key, kept);
        }
        return outcome;
    }

    /** Puts a thing that is made here where a document presumes it. */
    void put(String kind, Path place) throws IOException, InterruptedException {
        Path thing = made.get(kind);
        if (thing == null) {
            thing = make(kind);
            made.put(kind, thing);
        }
        copy(thing, place);
    }

    private Path make(String kind) throws IOException, InterruptedException {
        Path folder = folderOf("fixture " + kind);
        Path thing = folder.resolve("thing");
        switch (kind) {
            case "trained" -> run(folder, "train --model lenet5 --data fashion-mnist-small --epochs 1 --out thing");
            case "hardened" -> {
                put("trained", thing);
                run(
                        folder,
                        "harden thing --schemes " + SCHEMES + " --post-epochs 1 --search-images 10 --search-trials 1");
            }
            case "struck" -> {
                put("hardened", thing);
                run(folder, "campaign thing --schemes none,fitact --rates 1e-6,1e-5,1e-4 --trials 8 --images 20");
            }
            case "map.json" -> {
                put("hardened", folder.resolve("study"));
                run(folder, "map study --images 3 --margin 0.3 --out map");
                Files.move(folder.resolve("map/map.json"), thing);
            }
            case "integers" -> {
                put("hardened", folder.resolve("study"));
                for (String scheme : List.of("none", "fitact")) {
                    run(
                            folder,
                            "quantise study --images 20 --compared-images 2 --calibration-images 20 --weights 8 --activations 8 --accumulator 32 --scheme "
                                    + scheme);
                }
                Files.move(folder.resolve("study"), thing);
            }
            case "arithmetic-none.json", "arithmetic-fitact.json" -> {
                put("integers", folder.resolve("study"));
                Files.move(folder.resolve("study").resolve(kind), thing);
            }
            case "reproduction.json" ->
                Files.copy(Documents.ROOT.resolve("docs/results/cifar10/reproduction.json"), thing);
            case "table1.json" -> Files.copy(Documents.ROOT.resolve("docs/results/table1/table1.json"), thing);
            case "demo" -> run(folder, "demo --out thing");
            case "onnx" -> {
                run(folder, "train --model lenet5 --data cifar:" + PICTURES + " --epochs 1 --out study");
                run(folder, "export study --out thing");
            }
            case "shapes" -> draw(thing);
            case "shapes.onnx" -> {
                put("shapes", folder.resolve("shapes"));
                run(
                        folder,
                        "train --model lenet5 --data images:shapes --resize 32 --crop 32 --epochs 1 --batch 32 --out study");
                run(folder, "export study --out thing");
            }
            case "data" -> copy(root.resolve("home/data"), thing);
            case "channels.jar" ->
                JavaOfDocument.pack(
                        Documents.ROOT.resolve("docs/extending.md"), "org.fitact.protect.Protection", thing);
            case "small.json" -> Files.copy(root.resolve("home/small.json"), thing);
            case "reproduced" -> run(folder, "reproduce all --preset " + PRESET + " --only vgg16-cifar10 --out thing");
            default -> throw new IllegalArgumentException(kind);
        }
        return thing;
    }

    private void run(Path folder, String words) throws IOException, InterruptedException {
        try (Program program = new Program(folder)) {
            List<String> command = List.of(words.split(" "));
            Outcome outcome = beginsFromNothing(command)
                    ? runOnce(program, folder, command, Map.of())
                    : program.run(command, Map.of());
            assertEquals(0, outcome.exitCode(), words + "\n" + outcome.output());
        }
    }

    /** As {@code cp -r} does it. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** 32 × 32 colours in the layout of CIFAR-10: the class is the colour, with noise. */
    private static void paint(Path folder) throws IOException {
        for (Map.Entry<String, Integer> file :
                Map.of("data_batch_1.bin", 600, "test_batch.bin", 200).entrySet()) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(file.getKey()))) {
                PhiloxRandom random = new PhiloxRandom(1, file.getValue());
                for (int image = 0; image < file.getValue(); image++) {
                    int label = image % 10;
                    byte[] record = new byte[1 + 3 * 1024];
                    record[0] = (byte) label;
                    int colour = Color.HSBtoRGB(label / 10f, 1, 1);
                    for (int i = 0; i < 3 * 1024; i++) {
                        int channel = colour >> 16 - 8 * (i / 1024) & 0xff;
                        record[1 + i] = (byte) Math.clamp(channel / 2 + (long) (128 * random.nextDouble()), 0, 255);
                    }
                    out.write(record);
                }
            }
        }
        Files.writeString(folder.resolve("batches.meta.txt"), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    }

    /** 200 files of three classes and of different sizes, as own-images.md has them: a bar at the top, in the middle, at the bottom. */
    private static void draw(Path folder) throws IOException {
        List<String> classes = List.of("top", "middle", "bottom");
        for (int image = 0; image < 200; image++) {
            int label = image % 3;
            int side = 32 + image % 24;
            BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            Graphics2D brush = picture.createGraphics();
            brush.setColor(Color.getHSBColor(image / 200f, 1, 1));
            brush.fillRect(0, label * side / 3, side, side / 3);
            brush.dispose();
            Path file =
                    Files.createDirectories(folder.resolve(classes.get(label))).resolve(image + ".png");
            ImageIO.write(picture, "png", file.toFile());
        }
    }
}
