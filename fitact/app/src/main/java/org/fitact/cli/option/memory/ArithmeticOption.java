package org.fitact.cli.option.memory;

import java.nio.file.Path;
import java.util.Optional;
import org.fitact.cli.value.MisuseError;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Option;

/** {@code --arithmetic}: the option of every command that can have networks compute in integers. */
public final class ArithmeticOption {

    @Option(
            names = "--arithmetic",
            paramLabel = "DIR",
            description =
                    "Compute in integers, bit for bit, with the words that lie in memory: in the formats of arithmetic-SCHEME.json, "
                            + "which fitact quantise left in this folder for each scheme (default: compute in float).")
    private Path folder;

    /** Where the arithmetic of each scheme lies; empty if networks compute in float. */
    public Optional<StudyFolder> folder() {
        return Optional.ofNullable(folder).map(StudyFolder::new);
    }

    /**
     * Checks that numbers are not asked for in other formats than those of the arithmetic.
     *
     * @throws MisuseError if they are, and networks are to compute in integers; names the option
     */
    public void requireItsFormats(NumberOptions numbers, StorageOptions storage) {
        if (!storage.foldsBatchNorm()) {
            requireFloat("--no-fold-batch-norm");
        }
        Optional<String> formats = numbers.given().or(storage::givenFormat);
        if (folder != null && formats.isPresent()) {
            throw new MisuseError(formats.get()
                    + " says how numbers are stored, as the files of --arithmetic do: leave one " + "of them out");
        }
    }

    /**
     * Is told that an option was given which networks in integers do not have.
     *
     * @throws MisuseError if they are to compute so
     */
    public void requireFloat(String option) {
        if (folder != null) {
            throw new MisuseError(
                    option + " is of networks that compute in float, and --arithmetic has them compute in "
                            + "integers: leave one of them out");
        }
    }
}
