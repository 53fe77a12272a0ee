package org.fitact.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fitact.estimate.GivenFeatures;
import org.fitact.estimate.LastLayer;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSampler;
import org.fitact.identity.ContentHash;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.Answers;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.CutCounter;
import org.fitact.measure.RangeAlarm;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.ReadCounts;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Computes the trials of one scheme on one stored network: a function of the study, the scheme and the number of the trial.
 * What it found does not depend on the trials before, so they may be computed in any order, by any number of runners.
 */
public final class TrialRunner {

    /** Keeps the draws of averaging apart from those of the faults. */
    private static final long AVERAGE_STREAM = 0x61766572616765L;

    private final CampaignSettings settings;
    private final List<FaultSampler> samplers;
    private final StoredNetwork memory;
    private final EvaluationSet images;
    private final int[] labels;
    private final Optional<LastLayer> lastLayer;
    private final Optional<Watch> watch;
    private final Computation computation;

    /** The same for all trials, so both are found when the first is run. */
    private Evaluated withoutFaults;

    private Answers cleanAnswers;

    /** An alarm, and what counts for it. */
    private record Watch(RangeAlarm alarm, CutCounter counter) {}

    /** Answers under the faults that are in memory now, and the features behind them where they are averaged. */
    private record Answered(Answers answers, Optional<GivenFeatures> features) {}

    /**
     * What the faults of a trial at a rate came to.
     *
     * @param reading empty where no code guards the memory
     * @param alarm empty where none is asked for
     * @param features empty where nothing is averaged
     * @param transients empty where nothing strikes the computation
     * @param checks empty where nothing checks it
     */
    private record Evaluated(
            long flips,
            int correct,
            Consequences consequences,
            Optional<ReadCounts> reading,
            Optional<AlarmCounts> alarm,
            Optional<GivenFeatures> features,
            Optional<TransientCounts> transients,
            Optional<CheckCounts> checks) {}

    /**
     * @param scheme of the memory
     * @param memory deployed as the settings say, without faults; struck and mended again
     * @param images of every trial, on the memory's backend
     * @param alarm by what bounds cut, if it is asked for; the deployment has bounds apart then
     * @throws IllegalArgumentException if the last layer is to be averaged and there is none, or transient faults find nothing to
     *     strike; it names the scheme
     */
    public TrialRunner(
            CampaignScheme scheme,
            CampaignSettings settings,
            StoredNetwork memory,
            EvaluationSet images,
            Optional<RangeAlarm> alarm) {
        this.settings = settings;
        this.samplers = scheme.samplers();
        this.memory = memory;
        this.images = images;
        this.labels = images.labels();
        this.computation = new Computation(scheme, settings, memory, images.images());
        this.watch = alarm.map(some -> new Watch(some, new CutCounter(memory.plan(), images.images())));
        this.lastLayer = settings.estimator().averaged() ? Optional.of(lastLayer(scheme.name())) : Optional.empty();
    }

    private LastLayer lastLayer(String scheme) {
        try {
            return LastLayer.of(memory, settings.filter(), labels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scheme " + scheme + " cannot be averaged: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of all answers without faults, to the bit: equal wherever trials come out equal. */
    public String answersWithoutFaults() {
        withoutFaults();
        return new ContentHash()
                .add(cleanAnswers.logits())
                .add(cleanAnswers.first())
                .hex();
    }

    /** The outcomes of a trial at all rates of the campaign, from the lowest. */
    public List<TrialOutcome> run(int trial) {
        return run(new TrialTask(trial, settings.rates()));
    }

    /** The outcomes of a trial at some rates of the campaign, in their order. */
    public List<TrialOutcome> run(TrialTask task) {
        List<TrialOutcome> outcomes = new ArrayList<>();
        Evaluated clean = withoutFaults(); // before the clock runs: it is of all trials
        Evaluated last = null;
        for (double rate : task.rates()) {
            long start = System.nanoTime();
            FaultSampler sampler = samplers.get(settings.rates().indexOf(rate));
            last = evaluate(sampler, task.trial(), rate, clean, last);
            OptionalDouble averaged = averaged(last, sampler, task.trial());
            double seconds = (System.nanoTime() - start) / 1e9;
            outcomes.add(new TrialOutcome(
                    last.flips,
                    last.correct,
                    images.images(),
                    seconds,
                    averaged,
                    Optional.of(last.consequences),
                    last.reading,
                    last.alarm,
                    last.transients,
                    last.checks));
        }
        return outcomes;
    }

    /** The draws are the same under every scheme and at every rate, as the faults are. */
    private OptionalDouble averaged(Evaluated evaluated, FaultSampler sampler, int trial) {
        return evaluated
                .features()
                .map(features -> OptionalDouble.of(features.accuracy(
                        sampler.independentHits().orElseThrow(),
                        new PhiloxRandom(settings.seed(), AVERAGE_STREAM).child(trial))))
                .orElse(OptionalDouble.empty());
    }

    /**
     * Where faults of a lower rate are among those of a higher one, as many changed bits are the same changed bits.
     *
     * @param clean without faults
     * @param last of the same trial at a lower rate, or null
     */
    private Evaluated evaluate(FaultSampler sampler, int trial, double rate, Evaluated clean, Evaluated last) {
        try (AppliedFaults faults = memory.strike(sampler, trial)) {
            long flips = faults.changedBits();
            if (computation.isStruck()) {
                Answered answered = computation.struck(trial, rate, this::watched);
                return evaluated(flips, answered, computation.transients());
            }
            if (flips == 0) {
                return clean;
            }
            if (settings.faults().nested() && last != null && last.flips == flips) {
                return last;
            }
            return evaluated(flips, computation.unstruck(this::watched), Optional.empty());
        }
    }

    private Evaluated withoutFaults() {
        if (withoutFaults == null) {
            Answered answered = computation.unstruck(this::watched);
            cleanAnswers = answered.answers;
            withoutFaults = evaluated(0, answered, Optional.empty());
        }
        return withoutFaults;
    }

    private Answered watched() {
        return watch.map(some -> some.counter.during(this::answer)).orElseGet(this::answer);
    }

    private Evaluated evaluated(long flips, Answered answered, Optional<TransientCounts> transients) {
        Answers answers = answered.answers;
        return new Evaluated(
                flips,
                answers.correct(labels),
                Consequences.of(cleanAnswers, answers, labels),
                Optional.of(memory.counts()).filter(counts -> counts.blocks() > 0),
                watch.map(some -> some.alarm.underFaults(some.counter, cleanAnswers, answers)),
                answered.features,
                transients,
                computation.checks(flips > 0, cleanAnswers, answers));
    }

    private Answered answer() {
        Optional<LastLayer.Looked> looked = lastLayer.map(layer -> layer.look(images));
        return new Answered(
                looked.map(LastLayer.Looked::answers).orElseGet(() -> Answers.of(memory.inference(), images)),
                looked.map(LastLayer.Looked::features));
    }
}
