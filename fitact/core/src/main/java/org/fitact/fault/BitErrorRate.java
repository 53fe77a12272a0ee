package org.fitact.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * Every bit is hit independently with probability {@code rate}.
 *
 * <p>How they are drawn, and how rates are coupled: {@link RandomBits}.
 *
 * @param rate more than 0 and less than 1
 * @param largestRate the largest rate of the study; at least {@code rate} and less than 1
 */
public record BitErrorRate(double rate, double largestRate) implements BitPlacement {

    public BitErrorRate {
        requireRate(rate);
        requireRate(largestRate);
        if (largestRate < rate) {
            throw new IllegalArgumentException(
                    "bit error rate " + rate + " is more than the largest rate, " + largestRate);
        }
    }

    /** A rate by itself. */
    public BitErrorRate(double rate) {
        this(rate, rate);
    }

    /** Coupled models for all rates of a study, in the order given. */
    public static List<BitErrorRate> coupled(double... rates) {
        double largest = Arrays.stream(rates)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no bit error rates, expected at least one"));
        return Arrays.stream(rates)
                .mapToObj(rate -> new BitErrorRate(rate, largest))
                .toList();
    }

    /** Draws bits by ascending rank. */
    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        RandomBits.draw(random, rate, largestRate, bits.count(), hit);
    }

    @Override
    public Optional<RandomBits> ofWholeMemory(PhiloxRandom random) {
        return Optional.of(new RandomBits(random.seed(), random.stream(), rate, largestRate));
    }

    @Override
    public Optional<IndependentHits> independentHits() {
        return Optional.of(new IndependentHits(rate, FaultOperation.FLIP));
    }

    private static void requireRate(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("bit error rate " + rate + ", expected more than 0 and less than 1");
        }
    }
}
