package org.fitact.bench.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.measure.Answers;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.redundancy.Duplicate;
import org.fitact.protect.redundancy.Duplicate.RankedChannel;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
import org.fitact.study.CampaignRun;
import org.fitact.text.Numbers;
import org.fitact.transients.Place;
import org.fitact.transients.PlanStriker;
import org.fitact.transients.TransientSampler;

/**
 * What more channels that are computed twice are worth, over what they cost: one bit of one sum of a product flips in each inference of a
 * network without checks. A channel that is computed twice sees each fault in it, and mends it where the number did not become
 * smaller; so one sample of faults says what every share of channels comes to, as long as the second computation is not struck.
 *
 * @param images each of them struck once in every trial
 * @param faults of all trials
 * @param rows from no channel to all
 */
public record DuplicationCurve(String scheme, int images, int trials, int faults, List<Row> rows) {

    private static final double[] SHARES = {0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1};

    /**
     * Some of the most vulnerable channels.
     *
     * @param share of all channels
     * @param moreMultiplyAdds to compute them once more, as a share of all
     * @param seen faults that are in them
     * @param seenCi95 95 % interval of their share, Wilson's
     * @param harmful faults that give an image another first class all the same (SDC-1)
     * @param harmfulCi95 95 % interval of their share, Wilson's
     */
    public record Row(
            double share,
            int channels,
            double moreMultiplyAdds,
            int seen,
            Interval seenCi95,
            int harmful,
            Interval harmfulCi95) {}

    /**
     * Runs trials.
     *
     * @param run of a scheme that ranked its channels
     * @throws IllegalArgumentException if it has not
     */
    public static DuplicationCurve of(CampaignRun run, CampaignListener listener) {
        CampaignSettings settings = run.settings().with(ChecksTable.ONE_IN_SUMS);
        ProtectedNetwork scheme = run.schemes().getFirst();
        ProtectedNetwork bare = new ProtectedNetwork(scheme.scheme(), scheme.network());
        try (StoredNetwork memory = bare.deploy(settings.deployment().observable(Fusion.SUMS));
                EvaluationSet images = run.evaluation(run.trialImages())) {
            Plan plan = memory.plan();
            List<RankedChannel> ranked = Duplicate.ranked(plan.graph(), scheme.details());
            TransientSampler sampler = new TransientSampler(
                    ChecksTable.ONE_IN_SUMS,
                    bare.places(ChecksTable.ONE_IN_SUMS, settings.deployment()),
                    settings.seed());
            PlanStriker striker = new PlanStriker(ChecksTable.ONE_IN_SUMS, sampler, plan, images.images());
            Faults faults = new Faults(plan, ranked, images.images());
            striker.tell(faults);
            Answers clean = Answers.of(plan, images);
            int trials = settings.stopping().maxTrials();
            for (int trial = 0; trial < trials; trial++) {
                faults.count(clean, striker.during(trial, 0, 0, () -> Answers.of(plan, images)));
                listener.progress(scheme.scheme(), trial + 1, trials);
            }
            return new DuplicationCurve(
                    scheme.scheme(), images.images(), trials, trials * images.images(), faults.rows());
        }
    }

    /** Faults by the rank of the channel that they strike. */
    private static final class Faults implements PlanStriker.Listener {

        private final Plan plan;
        private final List<RankedChannel> ranked;
        private final Map<String, Map<Integer, Integer>> ranks = new HashMap<>();
        private final int[] rankOf;
        private final boolean[] mendable;
        private final int[] all;
        private final int[] harmful;
        private final int[] mended;

        Faults(Plan plan, List<RankedChannel> ranked, int images) {
            this.plan = plan;
            this.ranked = ranked;
            for (int rank = 0; rank < ranked.size(); rank++) {
                RankedChannel channel = ranked.get(rank);
                ranks.computeIfAbsent(channel.step(), _ -> new HashMap<>()).put(channel.channel(), rank);
            }
            rankOf = new int[images];
            mendable = new boolean[images];
            all = new int[ranked.size()];
            harmful = new int[ranked.size()];
            mended = new int[ranked.size()];
        }

        @Override
        public void struck(int image, Place place, int index, float before, float after) {
            int channels = plan.graph().shape(place.step()).extent(-1);
            rankOf[image] = ranks.get(place.step()).get(index % channels);
            mendable[image] = !(Math.abs(after) < Math.abs(before));
        }

        void count(Answers clean, Answers struck) {
            for (int image = 0; image < rankOf.length; image++) {
                int rank = rankOf[image];
                boolean other = clean.top(image) != struck.top(image);
                all[rank]++;
                harmful[rank] += other ? 1 : 0;
                mended[rank] += other && mendable[image] ? 1 : 0;
            }
        }

        List<Row> rows() {
            int faults = sum(all, all.length);
            List<Row> rows = new ArrayList<>();
            for (double share : SHARES) {
                int channels = (int) Math.ceil(share * ranked.size());
                int seen = sum(all, channels);
                int left = sum(harmful, harmful.length) - sum(mended, channels);
                rows.add(new Row(
                        share,
                        channels,
                        ranked.subList(0, channels).stream()
                                .mapToDouble(RankedChannel::multiplyAdds)
                                .sum(),
                        seen,
                        Proportion.wilson(seen, faults),
                        left,
                        Proportion.wilson(left, faults)));
            }
            return Collections.unmodifiableList(rows);
        }

        private static int sum(int[] counts, int first) {
            int sum = 0;
            for (int i = 0; i < first; i++) {
                sum += counts[i];
            }
            return sum;
        }
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s faults in sums, one in each inference of %d images.\n\n"
                        + "| channels computed twice, %% | more multiply-adds, %% | faults seen, %% | another first class,"
                        + " %% |\n"
                        + "|---:|---:|---|---|\n",
                Numbers.grouped(faults),
                images));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |\n",
                    Numbers.percent(row.share()),
                    Numbers.percent(row.moreMultiplyAdds()),
                    Numbers.percent((double) row.seen() / faults) + Numbers.ends(row.seenCi95()),
                    Numbers.percent((double) row.harmful() / faults, 2) + Numbers.ends(row.harmfulCi95(), 2)));
        }
        return text.toString();
    }
}
