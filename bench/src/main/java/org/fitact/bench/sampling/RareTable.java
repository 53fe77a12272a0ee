package org.fitact.bench.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialOutcome;
import org.fitact.estimate.RareEvents;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.kind.ExactKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.text.Numbers;

/**
 * The accuracy of a scheme from the rarest rates to the highest, from trials with fixed numbers of flips ({@link RareEvents}), beside
 * plain trials where those see anything.
 *
 * @param scheme whose memory is struck
 * @param bits that may be hit
 * @param withoutFaults accuracy on the images of the trials
 * @param strata the trials
 * @param rows one for each rate
 */
public record RareTable(String scheme, long bits, double withoutFaults, List<Stratum> strata, List<Row> rows) {

    /** The trials with one number of flips. */
    public record Stratum(int flips, int trials, double mean) {}

    /**
     * One rate.
     *
     * @param lost accuracy that faults cost, which at rare rates no digits of the mean show
     * @param plain of plain trials; unknown where none were run
     */
    public record Row(double rate, double mean, Interval ci95, double lost, double plainMean, Interval plain) {

        /** Whether both intervals have something in common; true where there is nothing to compare. */
        public boolean agrees() {
            return !plain.known() || ci95.low() <= plain.high() && plain.low() <= ci95.high();
        }
    }

    /**
     * Runs the trials; see {@link RareEvents} for what it takes of their faults.
     *
     * @param run of one scheme, whose rates are those of the table and whose number of trials is that of each number of flips
     * @param plainTrials at each rate from {@code plainFrom} on
     * @throws IllegalArgumentException if bits do not flip independently of each other
     */
    public static RareTable of(CampaignRun run, int plainTrials, double plainFrom, CampaignListener listener) {
        CampaignSettings settings = run.settings();
        ProtectedNetwork scheme = run.schemes().getFirst();
        FaultSampler sampler = CampaignScheme.of(scheme, settings).samplers().getFirst();
        if (sampler.independentHits().isEmpty()) {
            throw new IllegalArgumentException(
                    "rare events take the number of flips to be binomial, which that of faults of kind "
                            + settings.faults().label() + " is not; expected flip (sampling per-bit)");
        }
        long bits = sampler.bits().count();
        String name = scheme.scheme();
        try (EvaluationSet images = run.evaluation(run.trialImages())) {
            List<RareEvents.Stratum> strata = new ArrayList<>();
            double withoutFaults = 0;
            int[] numbers = RareEvents.flips(bits, settings.rates().getLast());
            long each = settings.stopping().maxTrials();
            long compared =
                    settings.rates().stream().filter(rate -> rate >= plainFrom).count();
            JoinedProgress progress = new JoinedProgress(listener, numbers.length * each + compared * plainTrials);
            for (int flips : numbers) {
                // Another seed for each: the trials of two numbers of flips have nothing in common.
                CampaignSettings exact = with(
                        settings, (double) flips / bits, settings.stopping(), new ExactKind(), settings.seed() + flips);
                SampledTrials trials = SampledTrials.run(List.of(scheme), exact, images, progress.next(each));
                withoutFaults = trials.withoutFaults(name);
                strata.add(new RareEvents.Stratum(flips, accuracies(trials, name, exact)));
            }
            RareEvents events = new RareEvents(bits, withoutFaults, strata);
            List<Row> rows = new ArrayList<>();
            for (double rate : settings.rates()) {
                double[] plain = {};
                if (plainTrials > 0 && rate >= plainFrom) {
                    CampaignSettings one =
                            with(settings, rate, StoppingRule.exactly(plainTrials), settings.faults(), settings.seed());
                    plain = accuracies(
                            SampledTrials.run(List.of(scheme), one, images, progress.next(plainTrials)), name, one);
                }
                rows.add(row(events.at(rate), withoutFaults, plain));
            }
            return new RareTable(
                    name,
                    bits,
                    withoutFaults,
                    strata.stream()
                            .map(stratum -> new Stratum(
                                    stratum.flips(),
                                    stratum.accuracies().length,
                                    SampledTrials.mean(stratum.accuracies())))
                            .toList(),
                    rows);
        }
    }

    private static Row row(RareEvents.Point point, double withoutFaults, double[] plain) {
        return new Row(
                point.rate(),
                point.mean(),
                point.ci95(),
                withoutFaults - point.mean(),
                plain.length == 0 ? Double.NaN : SampledTrials.mean(plain),
                plain.length == 0
                        ? Interval.UNKNOWN
                        : Range.ofTrials(withoutFaults).ofMean(plain));
    }

    private static CampaignSettings with(
            CampaignSettings settings, double rate, StoppingRule stopping, FaultKind kind, long seed) {
        return new CampaignSettings(
                List.of(rate), stopping, kind, settings.filter(), settings.deployment(), seed, settings.estimator());
    }

    private static double[] accuracies(SampledTrials trials, String scheme, CampaignSettings settings) {
        return trials.at(scheme, settings.rates().getFirst()).stream()
                .mapToDouble(TrialOutcome::accuracy)
                .toArray();
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s bits, %s %% without faults; %s of %s flips each.\n\n",
                scheme,
                Numbers.grouped(bits),
                Numbers.percent(withoutFaults, 2),
                Numbers.counted(strata.getFirst().trials(), "trial"),
                String.join(
                        ", ",
                        strata.stream()
                                .map(stratum -> Integer.toString(stratum.flips()))
                                .toList())));
        text.append("| rate | accuracy, % | lost, points | plain trials, % | agree |\n|---:|---|---:|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %.0e | %s | %.2g (%.2g to %.2g) | %s | %s |\n",
                    row.rate(),
                    Numbers.percent(row.mean(), 2) + Numbers.ends(row.ci95(), 2),
                    100 * row.lost(),
                    100 * (withoutFaults - row.ci95().high()),
                    100 * (withoutFaults - row.ci95().low()),
                    row.plain().known()
                            ? Numbers.percent(row.plainMean(), 2) + Numbers.ends(row.plain(), 2)
                            : Numbers.UNKNOWN,
                    row.plain().known() ? row.agrees() ? "yes" : "no" : ""));
        }
        return text.toString();
    }
}
