package org.fitact.estimate;

import java.util.Arrays;
import java.util.List;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;

/**
 * The mean accuracy at every bit error rate, from trials with fixed numbers of flips. K, the number of flips at a rate p, is
 * binomial with the N bits that may be hit, so
 *
 * <pre>{@code E[accuracy] = Σ_k P(K = k) a_k}</pre>
 *
 * with a₀ known, and a_k the mean over trials with exactly k flips. Numbers of flips between two that were tried take a line between them
 * in ln k; more than were tried count as the most that were, and in the interval as anything between 0 and the best. So one set of
 * trials serves all rates, also those at which no plain trial would ever see a flip.
 *
 * <p>The trials of different numbers of flips must be independent of each other. Then the sides of the interval are, by the delta
 * method, the roots of the sums of the squared sides of theirs ({@link Range#ofMean}), each times its share.
 *
 * @param bits N
 * @param withoutFaults a₀, on the images of the trials
 * @param strata by ascending numbers of flips, the first of which is 1
 */
public record RareEvents(long bits, double withoutFaults, List<Stratum> strata) {

    /**
     * Trials with one number of flips.
     *
     * @param flips k, 1 or more
     * @param accuracies of the trials, not modified
     */
    public record Stratum(int flips, double[] accuracies) {

        double mean() {
            return Arrays.stream(accuracies).average().orElseThrow();
        }
    }

    /**
     * The estimate at a rate.
     *
     * @param beyond P(K > the most flips that were tried), which is in the interval
     */
    public record Point(double rate, double mean, Interval ci95, double beyond) {}

    /** @throws IllegalArgumentException if there is no stratum of one flip, or they are not ascending */
    public RareEvents {
        strata = List.copyOf(strata);
        if (strata.isEmpty() || strata.getFirst().flips() != 1) {
            throw new IllegalArgumentException("rare events need trials with one flip");
        }
        for (int i = 1; i < strata.size(); i++) {
            if (strata.get(i).flips() <= strata.get(i - 1).flips()) {
                throw new IllegalArgumentException("numbers of flips must ascend, found "
                        + strata.get(i).flips() + " behind " + strata.get(i - 1).flips());
            }
        }
    }

    /**
     * Numbers of flips to try, so that rates up to one are served: 1, 2, 3, 4, 6, 8, 12, …, until more are hardly ever hit or there
     * are no more.
     *
     * @param bits that may be hit
     */
    public static int[] flips(long bits, double largestRate) {
        double mean = bits * largestRate;
        // A rate of 1 is none, so not all bits are hit.
        long limit = Math.max(1, bits - 1);
        double most = Math.min(limit, mean + 6 * Math.sqrt(mean) + 6);
        int[] flips = new int[64];
        int count = 0;
        for (long power = 1; count < flips.length - 1; power *= 2) {
            flips[count++] = Math.toIntExact(Math.min(power, limit));
            if (power >= most) {
                break;
            }
            if (power > 1 && power + power / 2 < limit) {
                flips[count++] = Math.toIntExact(power + power / 2);
            }
        }
        return Arrays.copyOf(flips, count);
    }

    /** The estimate at a rate, more than 0 and less than 1. */
    public Point at(double rate) {
        double[] shares = new double[strata.size()];
        double none = Math.exp(bits * Math.log1p(-rate));
        double known = none;
        int most = strata.getLast().flips();
        double logOdds = Math.log(rate) - Math.log1p(-rate);
        double logProbability = bits * Math.log1p(-rate);
        int above = 0;
        for (int k = 1; k <= Math.min(most, bits); k++) {
            // From P(K = k) / P(K = k − 1) = (N − k + 1) / k · p / (1 − p).
            logProbability += Math.log((bits - k + 1.0) / k) + logOdds;
            double probability = Math.exp(logProbability);
            known += probability;
            while (strata.get(above).flips() < k) {
                above++;
            }
            share(shares, above, k, probability);
        }
        double beyond = Math.max(0, 1 - known);
        return point(rate, none, shares, beyond);
    }

    /** Gives a number of flips to the two strata that it lies between. */
    private void share(double[] shares, int above, int k, double probability) {
        int high = strata.get(above).flips();
        if (k == high) {
            shares[above] += probability;
        } else {
            int low = strata.get(above - 1).flips();
            double part = Math.log((double) k / low) / Math.log((double) high / low);
            shares[above] += part * probability;
            shares[above - 1] += (1 - part) * probability;
        }
    }

    private Point point(double rate, double none, double[] shares, double beyond) {
        Range range = Range.ofTrials(withoutFaults);
        double lost = 0;
        double below = 0;
        double above = 0;
        for (int i = 0; i < shares.length; i++) {
            Stratum stratum = strata.get(i);
            double mean = stratum.mean();
            Interval interval = range.ofMean(stratum.accuracies());
            lost += shares[i] * (withoutFaults - mean);
            below += Math.pow(shares[i] * (mean - interval.low()), 2);
            above += Math.pow(shares[i] * (interval.high() - mean), 2);
        }
        double last = strata.getLast().mean();
        // As what is lost: at 1e-12 the mean itself would round it away.
        double mean = withoutFaults - lost - beyond * (withoutFaults - last);
        return new Point(
                rate,
                mean,
                new Interval(
                        mean - Math.sqrt(below) - beyond * last,
                        mean + Math.sqrt(above) + beyond * Math.max(0, 1 - last)),
                beyond);
    }
}
