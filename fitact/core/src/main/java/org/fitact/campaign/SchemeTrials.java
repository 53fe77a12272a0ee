package org.fitact.campaign;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;

/**
 * The trials of one scheme in their order: what is missing of each, and what came of it, until the stopping rule holds at every
 * rate. What the log has is not asked for again.
 */
final class SchemeTrials implements Iterator<TrialTask>, TrialScheduler.Taker {

    private final String scheme;
    private final CampaignSettings settings;
    private final TrialLog log;
    private final List<StoppingRule.Watch> watches = new ArrayList<>();
    private final LongConsumer done;
    private final Shard shard;
    private int next;

    /**
     * @param shard the trials that are asked for
     * @param done is given the number of trials at a rate that are done or not needed any more
     */
    SchemeTrials(String scheme, CampaignSettings settings, TrialLog log, Shard shard, LongConsumer done) {
        this.shard = shard;
        this.next = shard.index();
        this.scheme = scheme;
        this.settings = settings;
        this.log = log;
        this.done = done;
        Range range = log.find(TrialKey.faultFree(scheme))
                .map(outcome ->
                        Range.ofTrials(outcome.accuracy(), settings.estimator().worst()))
                .orElse(Range.ACCURACY);
        for (int r = 0; r < settings.rates().size(); r++) {
            watches.add(settings.stopping().watch(range));
        }
    }

    @Override
    public boolean hasNext() {
        return next < settings.stopping().maxTrials();
    }

    @Override
    public TrialTask next() {
        int trial = next;
        next += shard.count();
        return new TrialTask(
                trial,
                settings.rates().stream()
                        .filter(rate -> log.find(key(rate, trial)).isEmpty())
                        .toList());
    }

    private TrialKey key(double rate, int trial) {
        return new TrialKey(scheme, rate, trial);
    }

    @Override
    public boolean take(TrialTask task, List<TrialOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            log.put(key(task.rates().get(i), task.trial()), outcomes.get(i));
        }
        boolean enough = true;
        for (int r = 0; r < settings.rates().size(); r++) {
            TrialOutcome outcome =
                    log.find(key(settings.rates().get(r), task.trial())).orElseThrow();
            enough &= watches.get(r).add(outcome.accuracy());
        }
        done.accept((long) (task.trial() + 1) * settings.rates().size());
        if (enough) {
            done.accept(
                    (long) settings.stopping().maxTrials() * settings.rates().size());
        }
        return !enough;
    }
}
