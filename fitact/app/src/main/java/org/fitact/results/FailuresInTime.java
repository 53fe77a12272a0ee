package org.fitact.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.fitact.stats.Interval;

/**
 * Failures in time of a memory, in FIT (failures in 10⁹ hours): {@code λ · Mbit · P(SDC-1 | one flip)}, with λ the upsets of a
 * million bits in 10⁹ hours. The probability is that of an image to be answered otherwise, from the trials with exactly one flip.
 *
 * @param scheme whose memory it is
 * @param megabits of words, bounds included, in 10⁶ bits
 * @param trials with exactly one flip
 * @param sdc1 P(SDC-1 | one flip)
 * @param fit the estimate
 * @param ci95 its 95 % interval over the trials
 */
public record FailuresInTime(String scheme, double megabits, int trials, double sdc1, double fit, Interval ci95) {

    /** For each scheme of which trials with one flip, and the size of its memory, are known. */
    public static List<FailuresInTime> of(StudyResults results, double fitPerMbit) {
        List<FailuresInTime> all = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            JsonNode bytes = results.provenance().path("storedBytes").path(scheme.scheme());
            if (scheme.oneFlip() != null && bytes.isObject()) {
                ConsequenceShares one = scheme.oneFlip();
                double megabits = Byte.SIZE
                        * (bytes.path("parameters").asDouble()
                                + bytes.path("bounds").asDouble())
                        / 1e6;
                double upsets = fitPerMbit * megabits;
                all.add(new FailuresInTime(
                        scheme.scheme(),
                        megabits,
                        one.trials(),
                        one.sdc1(),
                        upsets * one.sdc1(),
                        one.sdc1Ci95().times(upsets)));
            }
        }
        return all;
    }
}
