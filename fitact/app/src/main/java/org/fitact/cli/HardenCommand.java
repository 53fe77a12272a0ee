package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.HardeningOptions;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.SchemesOption;
import org.fitact.cli.option.memory.NumberOptions;
import org.fitact.cli.output.HardeningProgress;
import org.fitact.cli.output.HardeningTable;
import org.fitact.cli.output.Messages;
import org.fitact.cli.output.StorageWarning;
import org.fitact.cli.value.MisuseError;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.image.Images;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.report.LossWarning;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.HardenedScheme;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact harden}: stage 2, bounds for the activations of a trained network. */
@OutDefault("DIR")
@Command(
        name = "harden",
        description = "Protects a trained network by one or more schemes and leaves a checkpoint for each.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact harden runs/small",
            "  bin/fitact harden runs/alexnet --schemes fitact,clip-act --data-dir ~/data --delta 0.005",
            "  bin/fitact harden runs/small --schemes fitact --format Q7.8 --out runs/small-16",
            "  bin/fitact harden runs/small --schemes duplicate --duplicate-from runs/map/map.json"
        })
final class HardenCommand implements Callable<Integer>, Resumable {

    private static final int LONGEST_DETAIL = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private HardeningOptions options;

    @Mixin
    private NumberOptions numbers;

    @Parameters(
            paramLabel = "DIR",
            description = "Folder that fitact train wrote to; checkpoints go there as well, if not to --out.")
    private Path folder;

    @Mixin
    private SchemesOption schemes;

    @Override
    public Integer call() throws IOException {
        List<Protection> chosen = schemes.schemes();
        options.requireUse(chosen);
        StudyFolder trained = new StudyFolder(folder);
        HardeningSettings settings = options.settings(numbers.arithmetic(common.seed()), trained.model());
        Images training = data.of(trained.model()).train();
        options.requireHeldOut(() ->
                HeldOut.of(Checkpoint.read(trained.model())).split(training).heldOut());
        try (Backend backend = common.openBackend();
                ClaimedFolder claimed = claim(trained)) {
            StudyFolder study = claimed.study();
            bring(trained, study);
            Hardening hardening = new Hardening(study, backend, training, settings, common.seed());
            Map<String, HardenedScheme> results = HardeningProgress.run(hardening, chosen);
            results.forEach((scheme, found) -> StorageWarning.print(spec, scheme, found.storage()));
            results.values().stream()
                    .filter(HardenedScheme::losesTooMuch)
                    .forEach(found -> Messages.warn(spec, LossWarning.of(found.faultFree())));
            results.values().stream()
                    .filter(HardenedScheme::trainedInVain)
                    .forEach(found -> Messages.warn(spec, inVain(found)));
            common.print(spec, results, out -> print(out, study, results));
        }
        return ExitCode.OK;
    }

    private static String inVain(HardenedScheme found) {
        return found.scheme() + " lost more than δ by the first check of post-training, after "
                + found.details().get("stepsTaken")
                + " steps, so that its bounds are those of the profile; a --post-rate"
                + " smaller than " + found.details().get("learningRate") + " leaves some in between.";
    }

    private ClaimedFolder claim(StudyFolder trained) throws IOException {
        return ClaimedFolder.claim(
                common.out().orElse(folder),
                trained.model().getFileName().toString(),
                trained.profile().getFileName().toString());
    }

    /** A folder of its own begins with the trained network, so that later commands find in it all that they need. */
    private static void bring(StudyFolder trained, StudyFolder study) throws IOException {
        if (!Files.exists(study.model())) {
            AtomicFile.write(study.model(), Files.readAllBytes(trained.model()));
        } else if (Files.mismatch(trained.model(), study.model()) >= 0) {
            throw new MisuseError(
                    "--out", study.path(), "a new folder, or one that was hardened from " + trained.model());
        }
    }

    private static void print(PrintWriter out, StudyFolder study, Map<String, HardenedScheme> results) {
        results.forEach((scheme, found) -> {
            out.println(scheme + ": " + study.hardened(scheme));
            found.details().forEach((name, value) -> out.println("    " + name + " " + brief(value.toString())));
        });
        out.print(HardeningTable.of(results.values()));
    }

    /** What is too long for a terminal, such as a number for each channel, stands in the checkpoint. */
    private static String brief(String text) {
        return text.length() <= LONGEST_DETAIL
                ? text
                : text.substring(0, LONGEST_DETAIL) + " … (" + Numbers.counted(text.length(), "character") + ")";
    }
}
