package org.fitact.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A preset that runs within seconds: LeNet-5 on 600 of the embedded images. */
final class TinyPreset {

    private static final String TEXT = """
            {
              "name": "tiny", "summary": "for tests", "seed": 3,
              "networks": [
                {"name": "lenet", "model": "lenet5", "dataset": "fashion-mnist-few", "heldOut": 0.5,
                 "standsFor": {"model": "vgg16", "dataset": "cifar10"},
                 "recipe": {"learningRate": 0.02}}
              ],
              "recipe": {"epochs": 2, "batchSize": 30, "weightDecay": 0, "decay": "CONSTANT", "warmUpEpochs": 0,
                         "smoothing": 0, "augment": false},
              "postTraining": {"epochs": 2, "checksPerEpoch": 1, "delta": 0.5},
              "search": {"rates": [1e-5], "trials": 1, "images": 50, "maxRounds": 1},
              "campaign": {"schemes": ["none", "clip-act", "fitact"], "rates": [3e-6, 1e-4], "images": 50,
                           "minTrials": 3, "maxTrials": 3, "halfWidth": 0},
              "figureNetwork": "lenet",
              "sweep": {"rate": 1e-4, "shares": [0.3, 1], "images": 50, "trials": 3},
              "ablations": {"networks": [], "variants": ["layer"], "rates": [1e-4], "images": 50,
                            "trials": 2, "epochs": 1}
            }
            """;

    private TinyPreset() {}

    static Preset read(Path folder) throws IOException {
        return read(folder, TEXT);
    }

    /** The same with ablations of its only network. */
    static Preset withAblations(Path folder) throws IOException {
        return read(
                folder,
                TEXT.replace("\"networks\": []", "\"networks\": [\"lenet\"]")
                        .replace("[\"layer\"]", "[\"layer\", \"branch\"]"));
    }

    /** The same with a network beside the first, on fewer images and in more trials. */
    static Preset withSecondNetwork(Path folder) throws IOException {
        return changed(folder, "\"recipe\": {\"learningRate\": 0.02}}", """
                "recipe": {"learningRate": 0.02}},
                {"name": "other", "model": "lenet5", "dataset": "fashion-mnist-few", "heldOut": 0.5,
                 "recipe": {"learningRate": 0.02}, "campaign": {"images": 20, "maxTrials": 4}}
                """);
    }

    /** The same with one thing said otherwise. */
    static Preset changed(Path folder, String from, String to) throws IOException {
        return read(folder, TEXT.replace(from, to));
    }

    private static Preset read(Path folder, String text) throws IOException {
        return Presets.of(Files.writeString(folder.resolve("tiny.json"), text).toString());
    }
}
