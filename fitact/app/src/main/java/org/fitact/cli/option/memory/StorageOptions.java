package org.fitact.cli.option.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.memory.Deployment;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.InvalidFileException;
import org.fitact.protect.Protection;
import org.fitact.study.map.TensorChoice;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.text.Numbers;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a network is stored beside the format of its parameters: its batch norm, its bounds, single tensors. */
public final class StorageOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private FoldOption batchNorm;

    @Option(
            names = "--bound-format",
            paramLabel = "FORMAT",
            description = "Format of stored bounds, such as Q7.8, auto16 or bf16: less memory, and fewer bits to be "
                    + "hit (default: as --format).")
    private TensorFormat boundFormat;

    @Option(
            names = "--formats",
            paramLabel = "FILE",
            description = "JSON with formats of single tensors, by layers and kinds; see docs/numerics.md.")
    private Path formats;

    @Option(
            names = "--protect-from",
            paramLabel = "FILE",
            description = "map.json of fitact map: codes guard only the tensors whose flips harm most for their size.")
    private Path protectFrom;

    @Within("(0, 1]")
    @Option(
            names = "--protect-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "With --protect-from, the share of the memory that they guard at most (default: ${DEFAULT-VALUE}).")
    private double protectShare;

    /**
     * A deployment without codes, and which tensors may have some; says so on standard error.
     *
     * @param arithmetic format of the parameters
     * @param batch images of a run
     * @throws InvalidFileException if the file of formats is none, or the map
     * @throws MisuseError if no tensor that harms fits into the share of the memory
     */
    public Deployment deployment(TensorFormat arithmetic, int batch) throws IOException {
        Deployment all = new Deployment(arithmetic, batchNorm.fold(), batch)
                .withBounds(boundFormat == null ? arithmetic : NumberFormats.like(arithmetic, boundFormat))
                .withFormats(formats == null ? List.of() : FormatsFile.read(formats));
        return protectFrom == null ? all : all.guarding(guarded());
    }

    private Set<String> guarded() throws IOException {
        TensorChoice choice = TensorChoice.of(protectFrom, protectShare);
        if (choice.tensors().isEmpty()) {
            throw new MisuseError("--protect-share is " + protectShare
                    + ", into which no tensor fits whose flips harm by " + protectFrom + ": give more");
        }
        Messages.say(
                command,
                "codes guard " + Numbers.counted(choice.tensors().size(), "tensor") + " of " + protectFrom + ": "
                        + Numbers.percent(choice.memory()) + " % of the memory, of which "
                        + Numbers.percent(choice.harm()) + " % of the harm comes");
        return choice.tensors();
    }

    /** The first of the options of formats that was given, by its name. */
    public Optional<String> givenFormat() {
        return Optional.ofNullable(boundFormat != null ? "--bound-format" : formats != null ? "--formats" : null);
    }

    public boolean foldsBatchNorm() {
        return batchNorm.fold();
    }

    /**
     * Checks that there is a code where one is to guard some tensors.
     *
     * @param schemes that are deployed
     */
    public void requireCode(List<Protection> schemes) {
        if (protectFrom != null
                && schemes.stream().allMatch(scheme -> scheme.codes().isEmpty())) {
            throw new MisuseError(
                    "--protect-from says which tensors a code guards, and no scheme has one: name it, as in"
                            + " none+secded72");
        }
    }
}
