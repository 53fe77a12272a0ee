package org.fitact.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStore;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * How much of a campaign is inference. What is measured is a {@link Campaign} as users run it, with its store in a file,
 * on a backend that notes the time of its ops: all that is not the ops of an inference is counted as outside it, what a
 * plan does between two ops too.
 */
public final class CampaignCost {

    /** Images of a run. */
    static final int BATCH = 100;

    private static final int CLASSES = 10;
    /** Trials that the code warms up in, which do not count. */
    private static final int WARM_UP = 2;

    private CampaignCost() {}

    /**
     * What the trials of a campaign came to; times in seconds, of all of them together.
     *
     * @param flips of a trial, mean
     * @param wall from the end of the trials that warm up to that of the last one
     * @param inference the ops of inferences in that time
     */
    public record Result(
            String model, double rate, int images, int trials, double flips, double wall, double inference) {

        public double trialsPerSecond() {
            return trials / wall;
        }

        /** Share of the time that is not inference, 0..1. */
        public double outside() {
            return 1 - inference / wall;
        }
    }

    /**
     * Runs a campaign of one scheme at one rate on random weights and images; parameters in Q15.16, batch norm folded.
     *
     * @param cpu whose calls end when their work is done
     * @param folder where its store is written
     * @param trials that count, at least 1
     */
    public static Result measure(Backend cpu, String model, double rate, int images, int trials, Path folder) {
        TimedBackend timed = new TimedBackend(cpu);
        Clock clock = new Clock(timed);
        try (Network network = Models.create(new Architecture(model, Shape.of(32, 32, 3), CLASSES), timed, 1);
                EvaluationSet set = Measured.upload(timed, Measured.images(images), Math.min(BATCH, images));
                TrialStore store = TrialStore.openOrCreate(
                        folder.resolve(model + "-" + rate + ".db"),
                        JsonNodeFactory.instance.objectNode().put("rate", rate))) {
            ProtectedNetwork unprotected = new ProtectedNetwork(Protections.baseline(), network);
            CampaignSettings settings = settings(rate, trials);
            new Campaign(settings, CampaignScheme.of(List.of(unprotected), settings), set, set, store)
                    .run((_, done, _) -> clock.trialDone(done));
            double flips = store.trials().entrySet().stream()
                    .filter(entry -> entry.getKey().trial() >= WARM_UP)
                    .mapToLong(entry -> entry.getValue().flips())
                    .average()
                    .orElseThrow();
            return new Result(model, rate, images, trials, flips, clock.last(clock.wall), clock.last(clock.inference));
        }
    }

    private static CampaignSettings settings(double rate, int trials) {
        return new CampaignSettings(
                List.of(rate),
                StoppingRule.exactly(WARM_UP + trials),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, BATCH),
                1);
    }

    /** What the clocks show after each trial. */
    private static final class Clock {

        private final TimedBackend timed;
        private final List<Long> wall = new ArrayList<>();
        private final List<Long> inference = new ArrayList<>();

        Clock(TimedBackend timed) {
            this.timed = timed;
        }

        /** @param done may come once more for the last trial */
        void trialDone(long done) {
            if (done > wall.size()) {
                wall.add(System.nanoTime());
                inference.add(timed.nanos());
            }
        }

        /** Seconds from the end of the warm-up. */
        double last(List<Long> of) {
            return (of.getLast() - of.get(WARM_UP - 1)) / 1e9;
        }
    }
}
