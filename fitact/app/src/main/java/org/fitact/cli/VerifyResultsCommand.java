package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.Within;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import org.fitact.verify.ReplayFindings;
import org.fitact.verify.ReplayFindings.Difference;
import org.fitact.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact verify-results}: whether the trials of a folder can be found again. */
@Command(
        name = "verify-results",
        description =
                "Computes some of the stored trials of a folder again, chosen by a seed, and compares them to the digit. "
                        + "Where networks or data are not there, it says which; where anything that trials depend on is "
                        + "another here, it says what.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact verify-results runs/small",
            "  bin/fitact verify-results runs/small-fine --networks runs/small --trials 20 --seed 7",
            "  bin/fitact verify-results runs/cpu --data-dir ~/data              # every network of a reproduction",
            "  bin/fitact verify-results docs/results/cifar10 --networks runs/cpu --data-dir ~/data",
            "",
            "Exit codes: 0 all that were replayed are as recorded; 1 some are not, or cannot be replayed; 2 misused."
        })
final class VerifyResultsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private SeedOption seed;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private DataDirOption data;

    @Parameters(
            paramLabel = "DIR",
            description = "Folder of a campaign, of a reproduction, or with a reproduction.json.")
    private Path folder;

    @Option(
            names = "--networks",
            paramLabel = "DIR",
            description = "Where the hardened networks lie (default: with the trials).")
    private Path networks;

    @Within("[1, 10000000]")
    @Option(
            names = "--trials",
            paramLabel = "K",
            defaultValue = "5",
            description =
                    "Trials of each campaign that are replayed, at all of their rates (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Override
    public Integer call() throws IOException {
        Verification verification = new Verification(folder, Optional.ofNullable(networks), trials, seed.seed());
        List<ReplayFindings> findings;
        try (Backend backend = device.openBackend();
                CampaignProgress display = CampaignProgress.of("replay")) {
            findings = verification.run(backend, data::of, device.threads(), display);
        }
        json.print(spec, findings, out -> findings.forEach(found -> print(out, found)));
        List<Difference> differences =
                findings.stream().flatMap(found -> found.differences().stream()).toList();
        if (differences.isEmpty()) {
            return ExitCode.OK;
        }
        int outcomes = findings.stream().mapToInt(ReplayFindings::outcomes).sum();
        Messages.say(
                spec,
                differences.size() + " of " + Numbers.counted(outcomes, "outcome") + " differ, first "
                        + words(differences.getFirst()));
        return Main.FAILED;
    }

    private static void print(PrintWriter out, ReplayFindings found) {
        out.println(found.study() + ": " + found.replayed() + " of " + Numbers.counted(found.stored(), "trial")
                + " replayed, " + Numbers.counted(found.outcomes(), "outcome") + ", "
                + (found.differences().isEmpty()
                        ? "all as recorded"
                        : found.differences().size() + " not as recorded"));
        found.differences().forEach(difference -> out.println("  " + words(difference)));
    }

    private static String words(Difference difference) {
        return difference.scheme() + ", rate " + Numbers.rate(difference.rate()) + ", trial " + difference.trial()
                + ": " + difference.found() + ", recorded " + difference.recorded();
    }
}
