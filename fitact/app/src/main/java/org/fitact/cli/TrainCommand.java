package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.ImageOptions;
import org.fitact.cli.option.RecipeOptions;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.output.TrainingProgress;
import org.fitact.cli.value.Names;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.TrainingDivergedException;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.StudyFolder;
import org.fitact.study.Training;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fitact train}: stage 1, a network from scratch. */
@OutDefault("runs/MODEL-DATA")
@Command(
        name = "train",
        description = "Trains a network and leaves a checkpoint, from which training can also be resumed.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact train --out runs/small",
            "  bin/fitact train --model vgg-small --data fashion-mnist --data-dir ~/data --epochs 8 --out runs/fashion",
            "  bin/fitact train --model alexnet --data cifar10 --data-dir ~/data --epochs 3 --out runs/alexnet",
            "  bin/fitact train --data images:~/flowers --resize 32 --crop 32 --out runs/flowers",
            "  bin/fitact train --out runs/alexnet --resume   # after an interruption"
        })
final class TrainCommand implements Callable<Integer>, Resumable, GoesOn {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private RecipeOptions recipe;

    @Option(
            names = "--model",
            defaultValue = "vgg-small",
            completionCandidates = Names.Models.class,
            description = "Network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = "--data",
            defaultValue = "fashion-mnist-small",
            completionCandidates = Names.Data.class,
            description = "Data set, or your own images: ${COMPLETION-CANDIDATES} "
                    + "(default: ${DEFAULT-VALUE}, which needs no download).")
    private String dataset;

    @Mixin
    private ImageOptions own;

    @Mixin
    private ResumeOption resume;

    @Override
    public Integer call() throws IOException {
        DataSet images = data.open(dataset, own, common.seed());
        Recipe chosen = recipe.recipe(model, common.seed(), images.train().size());
        try (Backend backend = common.openBackend();
                ClaimedFolder claimed = ClaimedFolder.claim(out(), StudyFolder.OPTIONS)) {
            StudyFolder folder = claimed.study();
            resume.begin(spec, folder, folder.model(), "training", Map.of());
            Training training = new Training(folder, backend, images, recipe.heldOut(common.seed()), chosen);
            Training.Result result = run(training, claimed);
            common.print(spec, result, out -> print(out, result));
        }
        return ExitCode.OK;
    }

    private Path out() {
        return common.out().orElse(Path.of("runs", model + "-" + folderName()));
    }

    /** Of a user's own images, the last part of their place. */
    private String folderName() {
        int last = Math.max(
                dataset.lastIndexOf(':'), dataset.replaceFirst("/+$", "").lastIndexOf('/'));
        return dataset.replaceFirst("/+$", "").substring(last + 1);
    }

    @Override
    public Optional<Path> resumesFrom() {
        return Optional.of(new StudyFolder(out()).model());
    }

    @Override
    public Optional<Path> goesOnIn() {
        return resume.in(out());
    }

    /** A training that diverged cannot be resumed: what it left by then would only be in the way of the next. */
    private Training.Result run(Training training, ClaimedFolder claimed) throws IOException {
        try {
            return TrainingProgress.run(training, model, common.seed());
        } catch (TrainingDivergedException e) {
            claimed.removeNew(claimed.study().model());
            throw e;
        }
    }

    private static void print(PrintWriter out, Training.Result result) {
        out.println(result.model() + " on " + result.dataset() + ": " + Numbers.percent(result.testAccuracy(), 2)
                + " % of " + result.testImages() + " test images, " + Numbers.percent(result.heldOutAccuracy(), 2)
                + " % of the held-out ones, after " + result.epochs() + " epochs (" + Numbers.fixed(result.seconds(), 0)
                + " s)");
        out.println("checkpoint: " + result.checkpoint());
    }
}
