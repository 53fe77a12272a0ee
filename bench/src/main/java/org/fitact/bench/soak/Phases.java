package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fitact.cli.Main;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;

/** What is killed: every stage of a study of a small network, the reproduction of one, and the ways to get data. */
final class Phases {

    private static final String STUDY = "study";
    private static final String BROKEN = "broken";
    private static final String PRESET = "tiny.json";
    private static final int IDX_IMAGES = 20_000;

    private static final List<String> TRAIN =
            words("train --model lenet5 --data fashion-mnist-small --epochs 3 --no-augment --out " + STUDY);
    private static final String HARDEN =
            "harden " + STUDY + " --post-epochs 3 --search-trials 2 --search-images 100 --schemes ";
    private static final List<String> CAMPAIGN =
            words("campaign " + STUDY + " --out " + BROKEN + " --rates 1e-6,1e-5,1e-4 --trials 15 --images 100");

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

    /** @param templates folder for what runs begin with; made by {@link #all} */
    Phases(Path templates, Program program) {
        this.templates = templates;
        this.program = program;
    }

    /** Runs what the phases begin with, and gives them in the order of a study. */
    List<Phase> all(SampleData data, UnreliableServer server, Map<String, byte[]> served)
            throws IOException, InterruptedException {
        Path trained = template("trained");
        run(trained, TRAIN);
        Path hardened = template("hardened");
        Folders.copy(trained, hardened);
        run(hardened, words(HARDEN + "none,clip-act,fitact"));
        Path broken = template("broken");
        Folders.copy(hardened, broken);
        run(broken, CAMPAIGN);
        Path preset = template("preset");
        Files.writeString(preset.resolve(PRESET), TINY);
        Path files = template("files");
        data.writeFashionMnist(files.resolve("source"), IDX_IMAGES, IDX_IMAGES / 10);

        List<Phase> phases = new ArrayList<>();
        phases.add(resumable("train", Optional.empty(), TRAIN, Path.of(STUDY, "model.safetensors")));
        for (Protection scheme : Protections.all()) {
            phases.add(new Phase(
                    "harden " + scheme.name(),
                    Optional.of(trained),
                    main(words(HARDEN + scheme.name())),
                    main(words(HARDEN + scheme.name())),
                    _ -> false,
                    there(Path.of(STUDY, "profile.safetensors"))::test));
        }
        phases.add(campaign(hardened));
        phases.add(again("report", broken, "report " + BROKEN, Path.of(BROKEN, "figures")));
        phases.add(again("reproduce", preset, "reproduce all --preset " + PRESET + " --out " + STUDY, Path.of(STUDY)));
        phases.add(again(
                "data get, from a folder",
                files,
                "data get fashion-mnist --from source --data-dir data",
                Path.of("data")));
        phases.add(fetch("data get, an archive by HTTP", server, served, List.of(SampleData.ARCHIVE)));
        phases.add(fetch("data get, files by HTTP", server, served, SampleData.FILES));
        return phases;
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

    private Path template(String name) throws IOException {
        return Files.createDirectories(templates.resolve(name));
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
