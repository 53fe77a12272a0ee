package org.fitact.cli.option.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientFaults.Count;
import org.fitact.transients.TransientTarget;
import picocli.CommandLine.Option;

/** What flips in the computation of a network, alone or beside the faults of its memory. */
public final class TransientOptions {

    @Option(
            names = "--transient",
            split = ",",
            paramLabel = "TARGET",
            description = "Have bits flip in what is computed, in each inference anew: value, what an op has made;"
                    + " accumulator, the sums of convolutions and linear layers; input, the images. Without"
                    + " --rates nothing in memory is hit.")
    private List<TransientTarget> targets = new ArrayList<>();

    @Within("(0, 1)")
    @Option(
            names = "--transient-rate",
            split = ",",
            paramLabel = "RATE",
            description = "Probability of a bit to flip in an inference; several with commas, unless --rates says that"
                    + " memory is hit too.")
    private List<Double> rates = new ArrayList<>();

    @Option(
            names = "--transient-one",
            description = "Have exactly one bit flip in each inference, any with the same probability.")
    private boolean one;

    @Option(
            names = "--transient-ops",
            split = ",",
            paramLabel = "OP",
            description = "Ops whose values are struck, such as relu,pool2d (default: all).")
    private List<String> ops = new ArrayList<>();

    @Option(
            names = "--transient-format",
            paramLabel = "FORMAT",
            description = "Words in which what is struck lies, such as Q15.16 (default: those in which it is computed,"
                    + " float32, or by --arithmetic the words of each layer).")
    private NumberFormat format;

    public boolean isGiven() {
        return !targets.isEmpty();
    }

    /** Whether words of a format of their own are struck. */
    public boolean hasFormat() {
        return format != null;
    }

    /** Rates of a campaign of these faults alone: those that are given; of exactly one flip a name, which its bits give later. */
    public List<Double> rates() {
        return one
                ? List.of(TransientFaults.RATE_OF_ONE)
                : rates.stream().sorted().distinct().toList();
    }

    /**
     * The faults; empty if none are asked for.
     *
     * @param besideMemory whether memory is hit too, at the rates of the campaign
     * @throws MisuseError if options contradict each other
     */
    public Optional<TransientFaults> faults(boolean besideMemory) {
        if (targets.isEmpty()) {
            requireNothingElse();
            return Optional.empty();
        }
        if (one == !rates.isEmpty()) {
            throw new MisuseError(
                    "--transient needs either --transient-rate or --transient-one, to say how many bits flip");
        }
        if (besideMemory && rates.size() > 1) {
            throw new MisuseError("--transient-rate has " + rates.size()
                    + " rates, expected one beside the --rates at which memory is hit");
        }
        Count count = one ? new Count.One() : besideMemory ? new Count.Fixed(rates.getFirst()) : new Count.OfCampaign();
        NumberFormat words = format == null ? TransientFaults.AS_COMPUTED : format;
        return Optional.of(new TransientFaults(EnumSet.copyOf(targets), Set.copyOf(ops), words, count));
    }

    private void requireNothingElse() {
        if (one || !rates.isEmpty() || !ops.isEmpty() || format != null) {
            String given = one
                    ? "--transient-one"
                    : !rates.isEmpty() ? "--transient-rate" : !ops.isEmpty() ? "--transient-ops" : "--transient-format";
            throw new MisuseError(given + " is of faults in what is computed: name by --transient what they strike");
        }
    }
}
