package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fitact.attack.AttackSettings;
import org.fitact.attack.Candidates;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeployedSchemesOption;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.option.fault.FilterOptions;
import org.fitact.cli.option.memory.HardenedFormats;
import org.fitact.cli.option.memory.NumberOptions;
import org.fitact.cli.option.memory.StorageOptions;
import org.fitact.cli.output.PartsProgress;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.Within;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSet;
import org.fitact.protect.Protection;
import org.fitact.report.AttackReport;
import org.fitact.report.AttackText;
import org.fitact.results.attack.AttackResults;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.StudyFolder;
import org.fitact.study.attack.AttackRun;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact attack}: how many chosen bit flips make a network guess. */
@OutDefault("DIR/attack")
@Command(
        name = "attack",
        description = "Flips the bits of a hardened network's memory that harm most, one after the other, as an"
                + " attacker does who has its gradient (progressive bit search), until it guesses; beside as"
                + " many flips that nobody chose.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact attack runs/small --schemes none,ranger,fitact --format int8 --flips 20 --out runs/attack",
            "  bin/fitact attack runs/small --schemes none,none+radar --format int8 --out runs/radar",
            "  bin/fitact attack runs/small --schemes none+radar --format int8 --aware --out runs/aware  # who knows of"
                    + " the code",
            "  bin/fitact attack runs/small --candidates bit --kinds weight,bias,bound --out runs/thorough",
            "  bin/fitact attack runs/small --out runs/attack --resume  # after an interruption",
            "  bin/fitact campaign runs/small --replay runs/attack/flips.csv --rates 1e-9 --out runs/replayed"
        })
final class AttackCommand implements Callable<Integer>, Resumable, GoesOn {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private DeployedSchemesOption schemes;

    @Mixin
    private NumberOptions numbers;

    @Mixin
    private StorageOptions storage;

    @Mixin
    private FilterOptions filter;

    @Mixin
    private ResumeOption resume;

    @Parameters(paramLabel = "DIR", description = "Folder with hardened networks, from fitact harden.")
    private Path folder;

    @Within("[1, 10000]")
    @Option(
            names = "--flips",
            paramLabel = "N",
            defaultValue = "20",
            description = "Bits that are flipped at most (default: ${DEFAULT-VALUE}).")
    private int flips;

    @Option(
            names = "--candidates",
            defaultValue = "tensor",
            description =
                    "Of what the best flip by the gradient is tried: each tensor, as in the paper, or each bit of each "
                            + "tensor, which takes as many times longer (default: ${DEFAULT-VALUE}).")
    private Candidates candidates;

    @Option(
            names = "--aware",
            description =
                    "The attacker reads the memory through its codes, and so knows what a flip comes to (default: it"
                            + " takes the words for the numbers).")
    private boolean aware;

    @Within("[1, 1000000]")
    @Option(
            names = "--images",
            defaultValue = "128",
            description = "Training images that the attacker has (default: ${DEFAULT-VALUE}).")
    private int images;

    @Within("[1, 1000000]")
    @Option(
            names = "--test-images",
            defaultValue = "500",
            description = "Test images, on which accuracies are measured (default: ${DEFAULT-VALUE}).")
    private int testImages;

    @Within("[0, 0.5]")
    @Option(
            names = "--chance-margin",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description = "A network guesses where its accuracy is no more than this above 1/classes (default:"
                    + " ${DEFAULT-VALUE}).")
    private double margin;

    @Within("[0, 1000]")
    @Option(
            names = "--random-draws",
            paramLabel = "N",
            defaultValue = "10",
            description = "Draws of as many flips of the same bits that nobody chose; 0 for none (default:"
                    + " ${DEFAULT-VALUE}).")
    private int draws;

    @Within("[1, 10000]")
    @Option(
            names = "--batch",
            defaultValue = "100",
            description = "Images that are computed together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Override
    public Integer call() throws IOException {
        StudyFolder hardened = new StudyFolder(folder);
        List<Protection> chosen = schemes.hardenedIn(hardened);
        storage.requireCode(chosen);
        if (aware && chosen.stream().noneMatch(AttackCommand::hasSomethingToKnow)) {
            throw new MisuseError("--aware is of codes and checks, and no scheme has one: name it, as in none+radar");
        }
        List<String> kept =
                chosen.stream().map(Protection::hardenedAs).distinct().toList();
        Deployment deployment =
                storage.deployment(new HardenedFormats(hardened, kept, numbers).arithmetic(spec, common.seed()), batch);
        AttackRun.Subject subject = new AttackRun.Subject(
                new AttackSettings(flips, candidates, filter.filter(AttackSettings.WEIGHTS)),
                deployment,
                aware,
                margin,
                draws,
                common.seed());
        DataSet set = data.of(hardened.hardened(kept.getFirst()));
        Images attackers = RefusedOption.named("--images", () -> AttackRun.drawn(set.train(), images, common.seed()));
        Images test =
                RefusedOption.named("--test-images", () -> AttackRun.drawn(set.test(), testImages, common.seed()));
        try (Backend backend = common.openBackend();
                ClaimedFolder claimed = ClaimedFolder.claim(out(), StudyFolder.OPTIONS)) {
            StudyFolder out = claimed.study();
            String names = chosen.stream().map(Protection::name).collect(Collectors.joining(","));
            resume.begin(spec, out, out.attackState(), "attack", Map.of("--schemes", names));
            run(new AttackRun(hardened, backend, subject, attackers, test), chosen, out, backend);
        }
        return ExitCode.OK;
    }

    private static boolean hasSomethingToKnow(Protection scheme) {
        return !scheme.codes().isEmpty() || scheme.observing() != Fusion.ALL;
    }

    private void run(AttackRun run, List<Protection> chosen, StudyFolder out, Backend backend) throws IOException {
        ProvenanceRecord provenance = new ProvenanceRecord(spec.commandLine(), common, backend);
        AttackResults results;
        try (PartsProgress progress = new PartsProgress("attack on ", "flips")) {
            results = run.run(out.attackState(), chosen, provenance::json, progress::at);
        }
        Path page = AttackReport.write(out.path(), results).getLast();
        common.print(spec, results, console -> {
            console.print(AttackText.terminal(results));
            console.println("report: " + page);
        });
    }

    private Path out() {
        return common.out().orElseGet(() -> folder.resolve("attack"));
    }

    @Override
    public Optional<Path> resumesFrom() {
        return Optional.of(new StudyFolder(out()).attackState());
    }

    @Override
    public Optional<Path> goesOnIn() {
        return resume.in(out());
    }
}
