package org.fitact.bench.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.TrialOutcome;
import org.fitact.estimate.Estimator;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.text.Numbers;

/**
 * How many trials an interval takes, plain and with the last layer averaged. Every trial is looked at in both ways, so both are about
 * the same faults; the time of plain ones is measured apart.
 *
 * @param halfWidth wanted of an interval
 * @param rows one for each scheme and rate
 */
public record EstimatorTable(double halfWidth, List<Row> rows) {

    /** Plain trials whose time is measured. */
    private static final int TIMED = 5;

    private static final double Z = 1.959963984540054;

    /**
     * An estimator at a rate.
     *
     * @param deviation of a trial
     * @param trials with which 1.96 deviations of the mean are the half-width
     * @param seconds of a trial
     */
    public record Estimate(double mean, double deviation, Interval ci95, long trials, double seconds) {

        static Estimate of(double[] values, Range range, double halfWidth, double seconds) {
            double mean = SampledTrials.mean(values);
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            double deviation = Math.sqrt(squares / (values.length - 1));
            long trials = Math.max(2, (long) Math.ceil(Math.pow(Z * deviation / halfWidth, 2)));
            return new Estimate(mean, deviation, range.ofMean(values), trials, seconds);
        }
    }

    /**
     * One cell.
     *
     * @param difference 95 % interval of averaged − plain, trial by trial: it holds 0 where both estimate the same
     */
    public record Row(String scheme, double rate, int trials, Estimate plain, Estimate averaged, Interval difference) {

        /** How many times fewer trials do. */
        public double fewer() {
            return Math.pow(plain.deviation / averaged.deviation, 2);
        }

        /** How many times less time they take. */
        public double faster() {
            return fewer() * plain.seconds / averaged.seconds;
        }
    }

    /** Runs the trials of a campaign, whose estimator does not matter. */
    public static EstimatorTable of(CampaignRun run, double halfWidth, CampaignListener listener) {
        CampaignSettings settings = run.settings();
        StoppingRule few =
                StoppingRule.exactly(Math.min(TIMED, settings.stopping().maxTrials()));
        long cells = (long) run.schemes().size() * settings.rates().size();
        long timed = cells * few.maxTrials();
        long looked = cells * settings.stopping().maxTrials();
        JoinedProgress progress = new JoinedProgress(listener, timed + looked);
        try (EvaluationSet images = run.evaluation(run.trialImages())) {
            SampledTrials plain = SampledTrials.run(
                    run.schemes(), with(settings, few, Estimator.PLAIN), images, progress.next(timed));
            SampledTrials both = SampledTrials.run(
                    run.schemes(),
                    with(settings, settings.stopping(), new Estimator(Estimator.Kind.AVERAGED, 1)),
                    images,
                    progress.next(looked));
            List<Row> rows = new ArrayList<>();
            run.schemes()
                    .forEach(scheme -> settings.rates()
                            .forEach(rate -> rows.add(row(scheme.scheme(), rate, plain, both, halfWidth))));
            return new EstimatorTable(halfWidth, rows);
        }
    }

    private static CampaignSettings with(CampaignSettings settings, StoppingRule stopping, Estimator estimator) {
        return new CampaignSettings(
                settings.rates(),
                stopping,
                settings.faults(),
                settings.filter(),
                settings.deployment(),
                settings.seed(),
                estimator);
    }

    private static Row row(String scheme, double rate, SampledTrials timed, SampledTrials both, double halfWidth) {
        Range range = Range.ofTrials(both.withoutFaults(scheme));
        List<TrialOutcome> outcomes = both.at(scheme, rate);
        double[] plain =
                outcomes.stream().mapToDouble(TrialOutcome::plainAccuracy).toArray();
        double[] averaged =
                outcomes.stream().mapToDouble(TrialOutcome::accuracy).toArray();
        double[] differences = new double[plain.length];
        for (int i = 0; i < plain.length; i++) {
            differences[i] = averaged[i] - plain[i];
        }
        return new Row(
                scheme,
                rate,
                plain.length,
                Estimate.of(plain, range, halfWidth, seconds(timed.at(scheme, rate))),
                Estimate.of(averaged, range, halfWidth, seconds(outcomes)),
                range.minus(range).ofMean(differences));
    }

    private static double seconds(List<TrialOutcome> outcomes) {
        return SampledTrials.mean(
                outcomes.stream().mapToDouble(TrialOutcome::seconds).toArray());
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "| scheme | rate | trials | plain, %% | averaged, %% | difference, points | plain: trials for ± %.1f |"
                        + " averaged | fewer | s a trial | averaged | faster |\n"
                        + "|---|---:|---:|---|---|---|---:|---:|---:|---:|---:|---:|\n",
                100 * halfWidth));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0e | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
                    row.scheme(),
                    row.rate(),
                    row.trials(),
                    mean(row.plain()),
                    mean(row.averaged()),
                    Numbers.range(row.difference(), Numbers::points),
                    Numbers.grouped(row.plain().trials()),
                    Numbers.grouped(row.averaged().trials()),
                    factor(row.fewer()),
                    Numbers.significant(row.plain().seconds()),
                    Numbers.significant(row.averaged().seconds()),
                    factor(row.faster())));
        }
        return text.toString();
    }

    private static String mean(Estimate estimate) {
        return Numbers.percent(estimate.mean(), 2) + Numbers.ends(estimate.ci95());
    }

    private static String factor(double factor) {
        return Double.isFinite(factor) ? Numbers.significant(factor) : Numbers.UNKNOWN;
    }
}
