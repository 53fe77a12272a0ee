package org.fitact.bench.sampling;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.measure.Answers;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Checks;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
import org.fitact.study.CampaignRun;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.text.Numbers;
import org.fitact.transients.PlanStriker;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientSampler;
import org.fitact.transients.TransientTarget;

/**
 * Faults that checks on computation see, over their size: one bit of one sum of a product flips in each inference. The size of a fault is what
 * it adds to the sum, as a share of the largest sum that the product has without faults on these images.
 *
 * @param scheme whose checks they are
 * @param images each of them struck once in every trial
 * @param falseAlarms images in which the checks find something without faults
 * @param rows by size, from the smallest
 */
public record ChecksTable(String scheme, int images, int trials, int falseAlarms, List<Row> rows) {

    /** One bit of all sums flips in each inference. */
    static final TransientFaults ONE_IN_SUMS = new TransientFaults(
            Set.of(TransientTarget.ACCUMULATOR),
            Set.of(),
            TransientFaults.AS_COMPUTED,
            new TransientFaults.Count.One());

    /** Powers of ten between which sizes are counted together. */
    private static final int LOWEST = -8;

    private static final int HIGHEST = 2;

    /**
     * Faults of about one size.
     *
     * @param size in words
     * @param detectedCi95 95 % interval of the share that is detected, Wilson's
     * @param harmful that were not detected, and have given their image another first class
     */
    public record Row(String size, int faults, int detected, Interval detectedCi95, int harmful) {}

    /**
     * Runs trials.
     *
     * @param run of one scheme
     * @throws IllegalArgumentException if the scheme checks nothing
     */
    public static ChecksTable of(CampaignRun run, CampaignListener listener) {
        CampaignSettings settings = run.settings().with(ONE_IN_SUMS);
        ProtectedNetwork scheme = run.schemes().getFirst();
        try (StoredNetwork memory = scheme.deploy(settings.deployment());
                EvaluationSet images = run.evaluation(run.trialImages())) {
            Checks checks = Checks.of(memory.inference())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "scheme " + scheme.scheme() + " checks nothing that is computed, expected one that does"));
            TransientSampler sampler = new TransientSampler(
                    ONE_IN_SUMS, scheme.places(ONE_IN_SUMS, settings.deployment()), settings.seed());
            PlanStriker striker = new PlanStriker(ONE_IN_SUMS, sampler, memory.plan(), images.images());
            return of(scheme.scheme(), settings, memory.plan(), images, checks, striker, listener);
        }
    }

    private static ChecksTable of(
            String scheme,
            CampaignSettings settings,
            Plan plan,
            EvaluationSet images,
            Checks checks,
            PlanStriker striker,
            CampaignListener listener) {
        Largest largest = new Largest(plan);
        Answers clean = checks.during(() -> plan.observedFirstBy(largest, () -> Answers.of(plan, images)));
        int falseAlarms = checks.found().cardinality();
        int[] sizes = new int[images.images()];
        striker.tell((image, place, _, before, after) ->
                sizes[image] = size(Math.abs((double) after - before) / largest.sums.get(place.step())));
        int[][] counts = new int[HIGHEST - LOWEST + 3][3];
        int trials = settings.stopping().maxTrials();
        for (int trial = 0; trial < trials; trial++) {
            Answers struck = striker.during(trial, 0, 0, () -> checks.during(() -> Answers.of(plan, images)));
            for (int image = 0; image < sizes.length; image++) {
                int[] of = counts[sizes[image]];
                boolean found = checks.found().get(image);
                of[0]++;
                of[1] += found ? 1 : 0;
                of[2] += !found && struck.top(image) != clean.top(image) ? 1 : 0;
            }
            listener.progress(scheme, trial + 1, trials);
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i][0] > 0) {
                rows.add(new Row(
                        name(i),
                        counts[i][0],
                        counts[i][1],
                        Proportion.wilson(counts[i][1], counts[i][0]),
                        counts[i][2]));
            }
        }
        return new ChecksTable(scheme, images.images(), trials, falseAlarms, Collections.unmodifiableList(rows));
    }

    /** The place of a size among the rows: what is no number comes last. */
    private static int size(double share) {
        if (!Double.isFinite(share)) {
            return HIGHEST - LOWEST + 2;
        }
        return Math.clamp((int) Math.floor(Math.log10(share)) - LOWEST + 1, 0, HIGHEST - LOWEST + 1);
    }

    private static String name(int row) {
        if (row == HIGHEST - LOWEST + 2) {
            return "NaN or infinite";
        }
        if (row == 0) {
            return "less than 10^" + LOWEST;
        }
        int power = LOWEST + row - 1;
        return "10^" + power + (power == HIGHEST ? " or more" : " to 10^" + (power + 1));
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s faults in sums, one in each inference; false alarms in %d of %d images without faults.\n\n",
                scheme,
                Numbers.grouped((long) images * trials),
                falseAlarms,
                images));
        text.append("| size, of the layer's largest sum | faults | detected, % | missed and harmful |\n"
                + "|---|---:|---|---:|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %d |\n",
                    row.size(),
                    Numbers.grouped(row.faults()),
                    Numbers.percent((double) row.detected() / row.faults()) + Numbers.ends(row.detectedCi95()),
                    row.harmful()));
        }
        return text.toString();
    }

    /** The largest sum of each product, by its distance from 0. */
    private static final class Largest implements StepObserver {

        private final Plan plan;
        private final Map<String, Double> sums = new HashMap<>();

        Largest(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void summed(Sums some) {
            String step = some.step().name();
            float[] numbers = new float[some.batch() * plan.graph().shape(step).elements()];
            plan.backend().download(some.value(), 0, MemorySegment.ofArray(numbers));
            double largest = 0;
            for (float number : numbers) {
                largest = Math.max(largest, Math.abs(number));
            }
            sums.merge(step, largest, Math::max);
        }

        @Override
        public void done(Node step, Buffer value, int batch) {
            // Sums are all that it looks at.
        }
    }
}
