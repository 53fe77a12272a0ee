package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.advice.Advice;
import org.fitact.advice.AdviceFolder;
import org.fitact.advice.AdviceReport;
import org.fitact.advice.AdviceRun;
import org.fitact.advice.Question;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.AdviceOptions;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.option.WorkersOption;
import org.fitact.cli.output.AdviceOutput;
import org.fitact.cli.output.AdviceProgress;
import org.fitact.cli.output.HardeningProgress;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.UserError;
import org.fitact.cost.Candidate;
import org.fitact.nn.image.Images;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import org.fitact.text.ShellWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact advise}: which protection to deploy a network with. */
@OutDefault("DIR/advice")
@Command(
        name = "advise",
        description = {
            "Recommends a protection for a trained network: tries schemes, number formats and memory codes"
                    + " under faults, drops what cannot win, and confirms the winner on other faults and images.",
            "Shows the front of accuracy over memory and over time."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact advise runs/small --rate 1e-5 --loss 1 --memory 5 --time 5",
            "  bin/fitact advise runs/small --rate 1e-4 --harden --out runs/small-advice",
            "  bin/fitact advise runs/small --formats bf16,auto16 --codes none,guard,secded72 --memory -40",
            "  bin/fitact advise runs/small --resume  # after an interruption",
            "",
            "Exit codes: 0 what is recommended was confirmed, 3 nothing was, and what comes nearest is told."
        })
final class AdviseCommand implements Callable<Integer>, Resumable, GoesOn {

    /** The exit code where no candidate is shown to hold the limits, twice. */
    static final int NOTHING_CONFIRMED = 3;

    /** Times that are known no better say nothing of limits of a few per cent. */
    private static final double UNCERTAIN = 0.05;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private AdviceOptions options;

    @Mixin
    private WorkersOption workers;

    @Mixin
    private ResumeOption resume;

    @Parameters(
            paramLabel = "DIR",
            description = "Folder with hardened networks, from fitact harden; with a trained one, if --harden.")
    private Path folder;

    @Option(
            names = "--harden",
            description = "Harden what is not hardened yet, in DIR, as fitact harden does without options.")
    private boolean harden;

    @Override
    public Integer call() throws IOException {
        StudyFolder study = new StudyFolder(folder);
        try (Backend backend = common.openBackend()) {
            if (harden) {
                harden(study, backend);
            }
            List<Protection> schemes = hardened(study);
            Images test =
                    data.of(study.hardened(schemes.getFirst().hardenedAs())).test();
            Question question = options.question(schemes, test.size(), common.seed());
            AdviceFolder out = new AdviceFolder(out());
            AdviceRun run = RefusedOption.named("--images", () -> new AdviceRun(study, backend, question, test, out));
            run.workers(workers.workers(), () -> common.openBackend(workers.workers()));
            Advice advice = advise(run, backend, out, schemes);
            return advice.isConfirmed() ? ExitCode.OK : NOTHING_CONFIRMED;
        }
    }

    private Advice advise(AdviceRun run, Backend backend, AdviceFolder out, List<Protection> schemes)
            throws IOException {
        try (ClaimedFolder claimed = ClaimedFolder.claim(out.path(), StudyFolder.OPTIONS)) {
            resume.begin(
                    spec,
                    claimed.study(),
                    begun(),
                    "advice",
                    Map.of("--schemes", schemes.stream().map(Protection::name).collect(Collectors.joining(","))));
            ProvenanceRecord provenance = new ProvenanceRecord(spec.commandLine(), common, backend);
            Advice advice;
            try (AdviceProgress progress = new AdviceProgress()) {
                advice = run.run(
                        progress,
                        campaign -> provenance.of(campaign.settings()).of(campaign),
                        this::command,
                        provenance::json);
            }
            AdviceReport.write(out, advice);
            warnOfTimes(advice);
            common.print(spec, advice, console -> AdviceOutput.print(console, out, advice));
            return advice;
        }
    }

    /** Whoever asks on a busy machine is told that times are not what they were taken for. */
    private void warnOfTimes(Advice advice) {
        double uncertain = advice.uncertaintyOfTime();
        if (uncertain > UNCERTAIN) {
            Messages.warn(
                    spec,
                    "times are uncertain by up to " + Numbers.significant(100 * uncertain)
                            + " % of an inference, since something else ran as well; --resume measures them anew, "
                            + "and runs no trial twice");
        }
    }

    private void harden(StudyFolder study, Backend backend) throws IOException {
        Stream<Protection> wanted = options.namesSchemes()
                ? options.schemes().stream().map(scheme -> Protections.named(scheme.hardenedAs()))
                : options.schemes().stream();
        List<Protection> missing = Stream.concat(Stream.of(Protections.baseline()), wanted)
                .distinct()
                .filter(scheme -> !Files.exists(study.hardened(scheme.name())))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Images training = data.of(study.model()).train();
        try (ClaimedFolder _ = ClaimedFolder.claim(study.path())) {
            HardeningProgress.run(
                    new Hardening(study, backend, training, HardeningSettings.DEFAULT, common.seed()), missing);
        }
    }

    /** Those of the schemes whose networks are there. Tells of the others. */
    private List<Protection> hardened(StudyFolder study) {
        if (!Files.exists(study.hardened(Protections.baseline().name()))) {
            throw new UserError(study.hardened(Protections.baseline().name())
                    + " is missing, with which all is compared; fitact harden makes it, or --harden");
        }
        Map<Boolean, List<Protection>> there = options.schemes().stream()
                .collect(Collectors.partitioningBy(scheme -> Files.exists(study.hardened(scheme.hardenedAs()))));
        if (there.get(true).isEmpty()) {
            throw new UserError(study.path() + " holds no network hardened by --schemes " + names(there.get(false))
                    + "; make them with fitact harden, or --harden");
        }
        if (!there.get(false).isEmpty() && !resume.isGiven()) {
            Messages.say(
                    spec,
                    "not tried, since they are not hardened: " + names(there.get(false)) + "; fitact harden "
                            + ShellWord.of(folder.toString()) + " makes them, or --harden");
        }
        return there.get(true);
    }

    private static String names(List<Protection> schemes) {
        return schemes.stream().map(Protection::name).collect(Collectors.joining(", "));
    }

    /** The campaign of one candidate, at more trials than it had, on other faults again. */
    private String command(Candidate candidate, Advice.Asked asked) {
        Stream<String> carried = spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> List.of("--data-dir", "--device").contains(option.longestName()))
                .flatMap(option -> Stream.of(
                        option.longestName(), option.originalStringValues().getFirst()));
        Stream<String> words = Stream.of(
                "fitact",
                "campaign",
                folder.toString(),
                "--format",
                candidate.format(),
                "--schemes",
                candidate.scheme(),
                "--rates",
                Double.toString(asked.rate()).replace(".0E", "e").replace('E', 'e'),
                "--trials",
                Integer.toString(asked.trials()),
                "--images",
                Integer.toString(asked.images()),
                "--seed",
                Long.toString(asked.seed() + 2),
                "--out",
                out().resolve("chosen").toString());
        return Stream.concat(words, carried).map(ShellWord::of).collect(Collectors.joining(" "));
    }

    private Path out() {
        return common.out().orElse(folder.resolve("advice"));
    }

    /** The first trials that an advice has run, or else would run. */
    private Path begun() {
        List<Path> trials = options.formats().stream()
                .map(format -> new AdviceFolder(out()).format(format.name()).trials())
                .toList();
        return trials.stream().filter(Files::exists).findFirst().orElse(trials.getFirst());
    }

    @Override
    public Optional<Path> resumesFrom() {
        return Optional.of(begun());
    }

    @Override
    public Optional<Path> goesOnIn() {
        return resume.in(out());
    }
}
