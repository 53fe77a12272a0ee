package org.fitact.transients;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.TensorFormat;

/**
 * Which bits of a computation flip in each inference of an image.
 *
 * @param targets what is struck
 * @param ops labels of the ops whose values are struck, such as {@code relu} or {@code conv2d}, of {@link TransientTarget#VALUE} alone;
 *     empty for all
 * @param format the words in which what is struck lies: by default those in which it is computed, float32, or in integers the words
 *     of its type in the arithmetic
 * @param count how many flips there are
 */
public record TransientFaults(Set<TransientTarget> targets, Set<String> ops, NumberFormat format, Count count) {

    /** Words as they are computed. */
    public static final NumberFormat AS_COMPUTED = format("float32");

    /** The rate by which a campaign of {@link Count.One} alone has its trials: a name, since nothing is drawn by it. */
    public static final double RATE_OF_ONE = 0.5;

    /** How many bits flip. */
    public sealed interface Count {

        /** One of all bits that may be struck, in each inference: each bit as likely as any other. */
        record One() implements Count {}

        /** Every bit with some probability, more than 0 and less than 1, in each inference. */
        record Fixed(double rate) implements Count {

            public Fixed {
                if (!(rate > 0 && rate < 1)) {
                    throw new IllegalArgumentException(
                            "transient rate is " + rate + ", expected more than 0 and less than 1");
                }
            }
        }

        /** Every bit with the probability that is a campaign's rate: what flips at one flips at every higher one. */
        record OfCampaign() implements Count {}
    }

    public TransientFaults {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("transient faults strike nothing, expected at least one of "
                    + EnumSet.allOf(TransientTarget.class));
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
        ops = Collections.unmodifiableSet(new TreeSet<>(ops));
        if (!ops.isEmpty() && !targets.contains(TransientTarget.VALUE)) {
            throw new IllegalArgumentException(
                    "ops " + ops + " are named whose values are struck, but no values are: only " + targets);
        }
    }

    /**
     * A format by its name.
     *
     * @throws IllegalArgumentException for a format whose words mean nothing without the other numbers of a tensor
     */
    public static NumberFormat format(String name) {
        TensorFormat format = NumberFormats.parse(name);
        if (format instanceof NumberFormat words) {
            return words;
        }
        throw new IllegalArgumentException(
                "format " + name + " is chosen by all numbers of a tensor, expected one such as float32 or Q15.16");
    }

    /** What must be observable of a plan. */
    public Fusion observing() {
        return targets.contains(TransientTarget.ACCUMULATOR)
                ? Fusion.SUMS
                : targets.contains(TransientTarget.VALUE) ? Fusion.NOTHING : Fusion.ALL;
    }

    /** On what outcomes depend; canonical JSON. */
    public Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("targets", targets);
        if (!ops.isEmpty()) {
            identity.put("ops", ops);
        }
        identity.put("format", NumberFormats.identity(format));
        identity.put(
                "count",
                switch (count) {
                    case Count.One _ -> "one";
                    case Count.Fixed fixed -> fixed.rate();
                    case Count.OfCampaign _ -> "rate";
                });
        identity.put("version", 1);
        return identity;
    }
}
