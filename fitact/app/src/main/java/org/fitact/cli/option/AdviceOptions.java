package org.fitact.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.fitact.advice.Limits;
import org.fitact.advice.Question;
import org.fitact.cli.option.fault.TrialImagesOption;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.cost.Candidate;
import org.fitact.memory.code.MemoryCode;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Role;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of an advice: what protection is to stand, what it may cost, and what is tried. */
public final class AdviceOptions {

    private static final double PER_CENT = 100;

    @Within("(0, 1)")
    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "1e-5",
            description = "Bit error rate that is to be stood (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Within("[0, 100]")
    @Option(
            names = "--loss",
            paramLabel = "POINTS",
            defaultValue = "1",
            description = "Points of accuracy that may be lost, against no protection and no faults "
                    + "(default: ${DEFAULT-VALUE}).")
    private double loss;

    @Within("[-100, 1000]")
    @Option(
            names = "--memory",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description =
                    "More memory that may be needed, in %% of that of no protection in the first of --formats; -40 "
                            + "asks for 40 %% less (default: ${DEFAULT-VALUE}).")
    private double memory;

    @Within("[0, 1000]")
    @Option(
            names = "--time",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "More time that an inference may take, in %% (default: ${DEFAULT-VALUE}).")
    private double time;

    @Within("[1, 1000000000]")
    @Option(
            names = "--scrub",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Inferences between two decodings of the whole memory, over which --rate is what has gathered "
                            + "(default: ${DEFAULT-VALUE}).")
    private long scrub;

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "Q15.16,auto16,bf16,int8:channel",
            paramLabel = "FORMAT",
            description = "Formats that are tried; all is compared with the first (default: ${DEFAULT-VALUE}).")
    private List<TensorFormat> formats;

    @Option(
            names = "--schemes",
            split = ",",
            completionCandidates = Names.Schemes.class,
            paramLabel = "SCHEME",
            description =
                    "Schemes that are tried: ${COMPLETION-CANDIDATES} (default: those of the comparison that were "
                            + "hardened).")
    private List<Protection> schemes = new ArrayList<>();

    @Option(
            names = "--codes",
            split = ",",
            defaultValue = "none,guard,vote+guard,secded72,zs-secded,zs-bch3,mset+guard",
            paramLabel = "CODE",
            description = "Codes that are tried with each of them; those that do not fit a format are left out "
                    + "(default: ${DEFAULT-VALUE}).")
    private List<MemoryCode> codes;

    @Within("[2, 10000000]")
    @Option(
            names = "--trials",
            description =
                    "Trials of the candidates that stay to the end, and of the one that is confirmed (default: as "
                            + "many as can show half of --loss).")
    private Integer trials;

    @Mixin
    private TrialImagesOption images = new TrialImagesOption(200);

    /** The schemes that were named, or those of the comparison. */
    public List<Protection> schemes() {
        return schemes.isEmpty() ? Protections.with(Role.BASELINE, Role.COMPARED, Role.FEATURED) : schemes;
    }

    /** Whether schemes were named. */
    public boolean namesSchemes() {
        return !schemes.isEmpty();
    }

    /** Formats, the reference first. */
    public List<TensorFormat> formats() {
        return formats;
    }

    /**
     * @param hardened the schemes that networks were hardened by
     * @param available images of the test set
     */
    public Question question(List<Protection> hardened, int available, long seed) {
        return new Question(
                rate,
                new Limits(loss / PER_CENT, memory / PER_CENT, time / PER_CENT),
                Candidate.all(formats, hardened, codes),
                trials == null ? 0 : trials,
                images.images(available),
                scrub,
                seed);
    }
}
