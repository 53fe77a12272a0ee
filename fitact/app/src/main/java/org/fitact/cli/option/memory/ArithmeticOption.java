package org.fitact.cli.option.memory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fitact.cli.value.MisuseError;
import org.fitact.study.ArithmeticSource;
import picocli.CommandLine.Option;

/** {@code --arithmetic}: the option of every command that has to do with networks in integers. */
public final class ArithmeticOption {

    @Option(
            names = "--arithmetic",
            paramLabel = "DIR|FILE",
            description =
                    "How networks compute in integers, bit for bit, with the words that lie in memory: the folder in"
                            + " which fitact quantise left arithmetic-SCHEME.json for each scheme, or such a file, of one"
                            + " network. Without it campaign and map compute in float, export takes what lies in the"
                            + " folder of the run, and quantise calibrates.")
    private Path given;

    /** Where it is said; empty if the option was not given. */
    public Optional<ArithmeticSource> source() {
        return Optional.ofNullable(given).map(ArithmeticSource::new);
    }

    public boolean isGiven() {
        return given != null;
    }

    /**
     * Checks that a file is not to say how several networks compute.
     *
     * @param hardened the schemes of the networks, each once
     * @throws MisuseError if it is
     */
    public void requireOneOfEach(List<String> hardened) {
        if (given != null && !source().orElseThrow().isFolder() && hardened.size() > 1) {
            throw new MisuseError("--arithmetic", given, "the folder with the arithmetic of each of " + hardened);
        }
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
        if (given != null && formats.isPresent()) {
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
        if (given != null) {
            throw new MisuseError(
                    option + " is of networks that compute in float, and --arithmetic has them compute in "
                            + "integers: leave one of them out");
        }
    }
}
