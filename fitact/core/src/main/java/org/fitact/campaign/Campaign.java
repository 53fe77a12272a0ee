package org.fitact.campaign;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.CutCounter;
import org.fitact.measure.RangeAlarm;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Checks;
import org.fitact.tensor.backend.Backend;

/**
 * Schemes × rates × trials: every scheme's network is deployed, struck by the faults of every trial at every rate, and
 * measured. Trial t has the same faults under every scheme. Trials that the log has are not run again, so a campaign
 * that was killed goes on where it was.
 */
public final class Campaign {

    private final CampaignSettings settings;
    private final List<CampaignScheme> schemes;
    private final EvaluationSet trialImages;
    private final EvaluationSet allImages;
    private final TrialLog log;
    private final TrialScheduler scheduler;
    private Shard shard = Shard.ALL;
    private Optional<AlarmSettings> alarm = Optional.empty();

    /** A campaign whose trials are computed on the calling thread alone; see the other constructor. */
    public Campaign(
            CampaignSettings settings,
            List<CampaignScheme> schemes,
            EvaluationSet trialImages,
            EvaluationSet allImages,
            TrialLog log) {
        this(settings, schemes, trialImages, allImages, log, ThreadScheduler.alone());
    }

    /**
     * @param trialImages the images of every trial
     * @param allImages those on which the accuracy without faults is measured
     * @param log used on the calling thread only
     * @param scheduler has the trials computed
     * @throws IllegalArgumentException if there is no scheme, or one is named twice, whose trials would be mixed
     */
    public Campaign(
            CampaignSettings settings,
            List<CampaignScheme> schemes,
            EvaluationSet trialImages,
            EvaluationSet allImages,
            TrialLog log,
            TrialScheduler scheduler) {
        this.settings = settings;
        this.schemes = List.copyOf(schemes);
        List<String> names = schemes.stream().map(CampaignScheme::name).toList();
        if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("schemes are " + names + ", expected at least one and each once");
        }
        this.trialImages = trialImages;
        this.allImages = allImages;
        this.log = log;
        this.scheduler = scheduler;
    }

    /**
     * Leaves all trials to others but for a part.
     *
     * @throws IllegalArgumentException if the campaign stops by itself, which takes all of its trials
     */
    public Campaign only(Shard part) {
        if (part.count() > 1 && settings.stopping().halfWidth() > 0) {
            throw new IllegalArgumentException(
                    "part " + part + " of a campaign that stops by itself, for which it must see "
                            + "all of its trials; expected a fixed number of trials");
        }
        shard = part;
        return this;
    }

    /**
     * Has alarms counted, by what bounds cut.
     *
     * @throws IllegalArgumentException if the bounds are not deployed apart, which those of networks in integers cannot be
     */
    public Campaign withAlarm(AlarmSettings settings) {
        if (!this.settings.deployment().boundsApart()) {
            throw new IllegalArgumentException("an alarm needs a deployment whose bounds are apart");
        }
        alarm = Optional.of(settings);
        return this;
    }

    /** Runs all trials that are missing. */
    public void run(CampaignListener listener) {
        long perScheme =
                (long) settings.stopping().maxTrials() * settings.rates().size();
        long total = perScheme * schemes.size();
        for (int s = 0; s < schemes.size(); s++) {
            CampaignScheme scheme = schemes.get(s);
            long before = s * perScheme;
            run(scheme, listener, done -> listener.progress(scheme.name(), before + done, total));
        }
    }

    private void run(CampaignScheme scheme, CampaignListener listener, LongConsumer done) {
        ProtectedNetwork hardened = scheme.hardened();
        MemoryImage image = hardened.image(settings.deployment());
        try (StoredNetwork memory = hardened.deploy(image, hardened.network().backend())) {
            listener.deployed(scheme.name(), memory.bytes());
            Optional<RangeAlarm> ofScheme =
                    alarm.filter(_ -> isBounded(memory)).map(some -> chosen(scheme.name(), memory, some));
            measureFaultFree(scheme.name(), memory, ofScheme);
            SchemeTrials trials = new SchemeTrials(scheme.name(), settings, log, shard, done);
            TrialScheduler.Scheme all = new TrialScheduler.Scheme(
                    scheme,
                    settings,
                    ofScheme,
                    new TrialRunner(scheme, settings, memory, trialImages, ofScheme),
                    (backend, images) -> elsewhere(scheme, image, backend, images, ofScheme));
            scheduler.run(all, trials, trials);
        }
    }

    private TrialScheduler.Opened elsewhere(
            CampaignScheme scheme,
            MemoryImage image,
            Backend backend,
            EvaluationSet images,
            Optional<RangeAlarm> ofScheme) {
        Backend ours = scheme.network().backend();
        if (!ours.name().equals(backend.name()) || !ours.numericChoices().equals(backend.numericChoices())) {
            throw new IllegalStateException("a worker computes on " + backend.name() + " " + backend.numericChoices()
                    + ", expected " + ours.name() + " " + ours.numericChoices() + " as the campaign does");
        }
        StoredNetwork memory = scheme.hardened().deploy(image, backend);
        return new TrialScheduler.Opened(new TrialRunner(scheme, settings, memory, images, ofScheme), memory);
    }

    private static boolean isBounded(StoredNetwork memory) {
        return memory.plan().graph().nodes().stream().anyMatch(node -> node.op() instanceof Bound);
    }

    /** What was chosen when the campaign began, or is chosen now. */
    private RangeAlarm chosen(String scheme, StoredNetwork memory, AlarmSettings by) {
        return log.find(TrialKey.faultFree(scheme))
                .flatMap(TrialOutcome::alarm)
                .map(counts -> new RangeAlarm(counts.threshold()))
                .orElseGet(() -> by.choose(memory.plan()));
    }

    private void measureFaultFree(String scheme, StoredNetwork memory, Optional<RangeAlarm> ofScheme) {
        TrialKey key = TrialKey.faultFree(scheme);
        if (log.find(key).isPresent()) {
            return;
        }
        long start = System.nanoTime();
        Optional<CutCounter> counter = ofScheme.map(_ -> new CutCounter(memory.plan(), allImages.images()));
        Optional<Checks> checks = Checks.of(memory.inference());
        Supplier<Integer> alone = () -> allImages.correct(memory.inference());
        Supplier<Integer> measure = () -> checks.map(some -> some.during(alone)).orElseGet(alone);
        int correct = counter.map(some -> some.during(measure)).orElseGet(measure);
        log.put(
                key,
                new TrialOutcome(
                        0,
                        correct,
                        allImages.images(),
                        (System.nanoTime() - start) / 1e9,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ofScheme.map(some -> some.withoutFaults(counter.orElseThrow())),
                        Optional.empty(),
                        checks.map(some -> CheckCounts.withoutFaults(some.found()))));
    }
}
