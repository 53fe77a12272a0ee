package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fitact.cli.Main;
import org.fitact.protect.Protections;

/** What is killed: every stage of a study of a small network, the reproduction of one, and the ways to get data. */
final class Phases {

    private static final String STUDY = "study";
    private static final String BROKEN = "broken";
    private static final Path MODEL = Path.of(STUDY, "model.safetensors");
    private static final String PRESET = "tiny.json";
    private static final int IDX_IMAGES = 20_000;

    private static final List<String> TRAIN =
            words("train --model lenet5 --data fashion-mnist-small --epochs 2 --no-augment --out " + STUDY);
    private static final String HARDEN = "harden " + STUDY + " --schemes ";
    private static final List<String> CAMPAIGN =
            words("campaign " + STUDY + " --out " + BROKEN + " --rates 1e-6,1e-5,1e-4 --trials 10 --images 100");

    private static final String TINY = """
            {
              "name": "tiny", "summary": "For soak tests.", "seed": 1,
              "networks": [{
                "name": "lenet5", "model": "lenet5", "dataset": "fashion-mnist-small", "heldOut": 0.2,
                "standsFor": {"model": "alexnet", "dataset": "cifar10"},
                "recipe": {"epochs": 2, "batchSize": 64, "learningRate": 0.02}
              }],
              "recipe": {"weightDecay": 0.0005, "decay": "COSINE", "warmUpEpochs": 1, "smoothing": 0, "augment": false},
              "postTraining": {"epochs": 1},
              "search": {"rates": [1e-6, 1e-5], "trials": 1, "images": 100, "maxRounds": 2},
              "campaign": {
                "schemes": ["none", "clip-act", "fitact"], "rates": [1e-6, 1e-5],
                "images": 100, "minTrials": 8, "maxTrials": 8, "halfWidth": 0
              },
              "figureNetwork": "lenet5",
              "sweep": {"rate": 1e-5, "shares": [0.1, 0.5, 1], "images": 100, "trials": 5},
              "ablations": {
                "networks": ["lenet5"], "variants": [], "rates": [1e-5], "images": 100, "trials": 5, "epochs": 1
              }
            }
            """;

    private final Path templates;
    private final Program program;

    /** @param templates folder for what runs begin with; made by {@link #of} */
    Phases(Path templates, Program program) {
        this.templates = templates;
        this.program = program;
    }

    /** The phases of some stages, in the order of a study; what they begin with is run here. */
    List<Phase> of(Set<Stage> stages, SampleData data, UnreliableServer server, Map<String, byte[]> served)
            throws IOException, InterruptedException {
        List<Phase> phases = new ArrayList<>();
        for (Stage stage : new TreeSet<>(stages)) {
            switch (stage) {
                case TRAIN -> phases.add(resumable("train", Optional.empty(), TRAIN, MODEL));
                case HARDEN -> phases.addAll(hardening(trained()));
                case CAMPAIGN -> phases.add(campaign(hardened()));
                case REPORT -> phases.add(again("report", broken(), "report " + BROKEN, Path.of(BROKEN, "figures")));
                case REPRODUCE ->
                    phases.add(again(
                            "reproduce",
                            preset(),
                            "reproduce all --preset " + PRESET + " --out " + STUDY,
                            Path.of(STUDY, "networks", "lenet5")));
                case DATA -> {
                    phases.add(again(
                            "data get, from a folder",
                            files(data),
                            "data get fashion-mnist --from source --data-dir data",
                            Path.of("data")));
                    phases.add(fetch("data get, an archive by HTTP", server, served, List.of(SampleData.ARCHIVE)));
                    phases.add(fetch("data get, files by HTTP", server, served, SampleData.FILES));
                }
            }
        }
        return phases;
    }

    private Path trained() throws IOException, InterruptedException {
        return made("trained", Optional.empty(), TRAIN);
    }

    private Path hardened() throws IOException, InterruptedException {
        return made("hardened", Optional.of(trained()), words(HARDEN + "none,clip-act,fitact"));
    }

    private Path broken() throws IOException, InterruptedException {
        return made("broken", Optional.of(hardened()), CAMPAIGN);
    }

    /** A folder as a command leaves it; made once. */
    private Path made(String name, Optional<Path> template, List<String> command)
            throws IOException, InterruptedException {
        Path folder = templates.resolve(name);
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            if (template.isPresent()) {
                Folders.copy(template.get(), folder);
            }
            run(folder, command);
        }
        return folder;
    }

    private Path preset() throws IOException {
        Path folder = Files.createDirectories(templates.resolve("preset"));
        Files.writeString(folder.resolve(PRESET), TINY);
        return folder;
    }

    private Path files(SampleData data) throws IOException {
        Path folder = templates.resolve("files");
        data.writeFashionMnist(folder.resolve("source"), IDX_IMAGES, IDX_IMAGES / 10);
        return folder;
    }

    private static List<Phase> hardening(Path trained) {
        return Protections.all().stream()
                .map(scheme -> again(
                        "harden " + scheme.name(),
                        trained,
                        HARDEN + scheme.name(),
                        Path.of(STUDY, "profile.safetensors")))
                .toList();
    }

    private static Phase resumable(String name, Optional<Path> template, List<String> start, Path begun) {
        List<String> resume =
                Stream.concat(start.stream(), Stream.of("--resume")).toList();
        return new Phase(name, template, main(start), main(resume), there(begun), there(begun)::test);
    }

    private static Phase campaign(Path hardened) {
        Path store = Path.of(BROKEN, "trials.db");
        Phase phase = resumable("campaign", Optional.of(hardened), CAMPAIGN, store);
        return new Phase(
                phase.name(),
                phase.template(),
                phase.start(),
                phase.resume(),
                phase.resumes(),
                folder -> StoredTrials.count(folder.resolve(store)) > 0);
    }

    /** A command that is simply given again. */
    private static Phase again(String name, Path template, String command, Path begun) {
        List<String> arguments = main(words(command));
        return new Phase(name, Optional.of(template), arguments, arguments, _ -> false, there(begun)::test);
    }

    private static Phase fetch(String name, UnreliableServer server, Map<String, byte[]> served, List<String> files) {
        List<String> arguments = new ArrayList<>(List.of(Fetch.class.getName()));
        arguments.addAll(List.of(Fetch.arguments(Path.of("data"), files, server, served)));
        Predicate<Path> underWay = there(Path.of("data", "noise"));
        return new Phase(name, Optional.empty(), arguments, arguments, _ -> false, underWay::test);
    }

    private void run(Path folder, List<String> command) throws IOException, InterruptedException {
        try (Child child = program.start(main(command), folder)) {
            child.await();
            if (child.exitCode() != 0) {
                throw new IOException(
                        "fitact " + command.getFirst() + " failed, before anything was killed: " + program.lastWords());
            }
        }
    }

    private static Predicate<Path> there(Path file) {
        return folder -> Files.exists(folder.resolve(file));
    }

    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    private static List<String> main(List<String> command) {
        return Stream.concat(Stream.of(Main.class.getName()), command.stream()).toList();
    }
}
