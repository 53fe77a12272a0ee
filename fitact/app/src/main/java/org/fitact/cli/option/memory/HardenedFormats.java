package org.fitact.cli.option.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.OptionText;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Model.CommandSpec;

/**
 * In which format a campaign stores networks: that for which they were hardened, if no other is asked for.
 *
 * @param hardened their folder
 * @param numbers what was asked for
 */
public record HardenedFormats(StudyFolder hardened, List<String> schemes, NumberOptions numbers) {

    /**
     * The campaign's format. Says so on standard error where it is another than that of a hardened network.
     *
     * @param seed of the stochastic rounding where no hardened network says one
     * @throws MisuseError if the networks were hardened for different formats, and none is asked for
     */
    public TensorFormat arithmetic(CommandSpec command, long seed) throws IOException {
        Map<String, TensorFormat> found = found();
        if (found.isEmpty()) {
            return numbers.arithmetic(seed);
        }
        List<TensorFormat> stored = List.copyOf(found.values());
        if (!stored.stream().allMatch(format -> storesAlike(format, stored.getFirst())) && !numbers.saysFormat()) {
            throw new MisuseError("--format is missing, as the networks were hardened for different ones: "
                    + found.entrySet().stream()
                            .map(entry -> entry.getKey() + " for " + text(entry.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        TensorFormat chosen = numbers.arithmetic(stored.getFirst());
        found.forEach((scheme, format) -> {
            if (!storesAlike(format, chosen)) {
                Messages.warn(
                        command, scheme + " was hardened for " + text(format) + ", and is measured in " + text(chosen));
            }
        });
        return chosen;
    }

    private Map<String, TensorFormat> found() throws IOException {
        Map<String, TensorFormat> found = new LinkedHashMap<>();
        for (String scheme : schemes) {
            if (Files.exists(hardened.hardened(scheme))) {
                Optional<TensorFormat> format = Hardening.arithmetic(Checkpoint.read(hardened.hardened(scheme)));
                format.ifPresent(known -> found.put(scheme, known));
            }
        }
        return found;
    }

    /** Whether two formats make the same words: a seed makes a difference to stochastic rounding alone. */
    private static boolean storesAlike(TensorFormat a, TensorFormat b) {
        return a instanceof FixedPoint first && b instanceof FixedPoint second && !isStochastic(first)
                ? new FixedPoint(first.format(), first.rounding(), first.overflow(), second.seed()).equals(second)
                : a.equals(b);
    }

    private static boolean isStochastic(FixedPoint fixed) {
        return fixed.rounding() == Rounding.STOCHASTIC;
    }

    private static String text(TensorFormat arithmetic) {
        return arithmetic instanceof FixedPoint fixed
                ? fixed.format() + " (" + OptionText.of(fixed.rounding())
                        + (isStochastic(fixed) ? " of seed " + fixed.seed() : "") + ", "
                        + OptionText.of(fixed.overflow()) + ")"
                : arithmetic.name();
    }
}
