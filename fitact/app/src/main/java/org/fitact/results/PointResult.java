package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import org.fitact.campaign.TrialOutcome;
import org.fitact.results.computation.CheckShares;
import org.fitact.results.computation.TransientMeans;
import org.fitact.stats.Interval;
import org.fitact.stats.Summary;

/**
 * One scheme at one fault rate; accuracies in 0..1.
 *
 * @param rate bit error rate
 * @param trials number of trials
 * @param images images per trial
 * @param mean mean accuracy
 * @param sd standard deviation between trials; null in JSON for one trial
 * @param ci95 95 % interval of the mean, by {@link org.fitact.stats.Range#ofMean(double[])}; Student's in results of earlier
 *     versions; [null, null] in JSON for one trial
 * @param median median accuracy
 * @param q1 first quartile, type 7
 * @param q3 third quartile, type 7
 * @param bootstrap95 BCa bootstrap 95 % interval of the mean
 * @param meanFlips mean number of flipped bits in memory
 * @param consequences what became of the answers; null, and absent from JSON, where no trial says it
 * @param reading what reading the memory came to; null, and absent from JSON, where no code guards it
 * @param alarm what bounds cut; null, and absent from JSON, where it was not asked for
 * @param transients what struck the computation; null, and absent from JSON, where nothing was to
 * @param checks what checks on the computation saw; null, and absent from JSON, where there are none
 */
@JsonPropertyOrder({
    "rate",
    "trials",
    "images",
    "mean",
    "sd",
    "ci95",
    "median",
    "q1",
    "q3",
    "bootstrap95",
    "meanFlips",
    "consequences",
    "reading",
    "alarm",
    "transients",
    "checks"
})
public record PointResult(
        double rate,
        int trials,
        int images,
        double mean,
        double sd,
        Interval ci95,
        double median,
        double q1,
        double q3,
        Interval bootstrap95,
        double meanFlips,
        @JsonInclude(JsonInclude.Include.NON_NULL) ConsequenceShares consequences,
        @JsonInclude(JsonInclude.Include.NON_NULL) ReadingMeans reading,
        @JsonInclude(JsonInclude.Include.NON_NULL) AlarmShares alarm,
        @JsonInclude(JsonInclude.Include.NON_NULL) TransientMeans transients,
        @JsonInclude(JsonInclude.Include.NON_NULL) CheckShares checks) {

    static PointResult of(
            double rate, int images, double meanFlips, Summary summary, Collection<TrialOutcome> outcomes) {
        return new PointResult(
                rate,
                summary.n(),
                images,
                summary.mean(),
                summary.sd(),
                summary.ci95(),
                summary.median(),
                summary.q1(),
                summary.q3(),
                summary.bootstrap95(),
                meanFlips,
                ConsequenceShares.of(outcomes).orElse(null),
                ReadingMeans.of(outcomes).orElse(null),
                AlarmShares.of(outcomes).orElse(null),
                TransientMeans.of(outcomes).orElse(null),
                CheckShares.of(outcomes).orElse(null));
    }
}
