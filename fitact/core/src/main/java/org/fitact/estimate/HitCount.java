package org.fitact.estimate;

import java.util.LinkedHashSet;
import java.util.Set;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * How many of n bits are hit, each independently with probability p: K is binomial.
 *
 * @param bits n
 * @param rate p, more than 0 and less than 1
 */
record HitCount(long bits, double rate) {

    /** With so many in the mean, fewer than two are as good as impossible (e⁻³⁰·31 < 3e-12): drawing them needs no condition. */
    private static final double MANY = 30;

    /** P(K = 0). */
    double none() {
        return Math.exp(bits * Math.log1p(-rate));
    }

    /** P(K = 1). */
    double one() {
        return bits == 0 ? 0 : bits * rate * Math.exp((bits - 1) * Math.log1p(-rate));
    }

    /** P(K ≥ 2). */
    double several() {
        return Math.max(0, 1 - none() - one());
    }

    /** Distinct ranks of hits, given that there are two or more. */
    Set<Long> drawSeveral(PhiloxRandom random) {
        Set<Long> ranks = new LinkedHashSet<>();
        if (bits * rate > MANY) {
            while (ranks.size() < 2) {
                ranks.clear();
                RandomBits.draw(random, rate, rate, bits, ranks::add);
            }
            return ranks;
        }
        long count = drawCount(random.nextDouble());
        while (ranks.size() < count) {
            ranks.add(random.nextLong(bits));
        }
        return ranks;
    }

    /** By inversion, from P(K = k + 1) / P(K = k) = (n − k)/(k + 1) · p/(1 − p). */
    private long drawCount(double uniform) {
        double odds = rate / (1 - rate);
        double probability = one() * (bits - 1) / 2 * odds;
        double left = uniform * several() - probability;
        long count = 2;
        while (left > 0 && count < bits && probability > 0) {
            probability *= (double) (bits - count) / (count + 1) * odds;
            count++;
            left -= probability;
        }
        return count;
    }
}
