package org.fitact.campaign;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.measure.Answers;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.protect.Checks;
import org.fitact.transients.Place;
import org.fitact.transients.PlanStriker;
import org.fitact.transients.Striker;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientSampler;
import org.fitact.transients.WordStriker;

/** What strikes the computation of a stored network, and what its checks see of that. */
final class Computation {

    private final CampaignSettings settings;
    private final Optional<Checks> checks;
    private final Optional<Striker> striker;
    private final int images;

    /**
     * @param images of a trial
     * @throws IllegalArgumentException if transient faults find nothing to strike; it names the scheme
     */
    Computation(CampaignScheme scheme, CampaignSettings settings, StoredNetwork memory, int images) {
        this.settings = settings;
        this.images = images;
        this.checks = Checks.of(memory.inference());
        this.striker = settings.transients().map(faults -> striker(scheme, faults, memory));
    }

    private Striker striker(CampaignScheme scheme, TransientFaults faults, StoredNetwork memory) {
        List<Place> places = scheme.hardened().places(faults, memory.inference().graph());
        TransientSampler sampler = new TransientSampler(faults, places, settings.seed());
        return memory.inference() instanceof IntegerPlan plan
                ? new WordStriker(sampler, plan, images)
                : new PlanStriker(faults, sampler, memory.plan(), images);
    }

    /** Whether something may strike it. */
    boolean isStruck() {
        return striker.isPresent();
    }

    /** Runs all images without transient faults. */
    <T> T unstruck(Supplier<T> run) {
        return checks.map(some -> some.during(run)).orElseGet(run);
    }

    /** Runs all images while the transient faults of a trial at a rate strike. */
    <T> T struck(long trial, double rate, Supplier<T> run) {
        return striker.map(some -> some.during(trial, rate, settings.rates().getLast(), () -> unstruck(run)))
                .orElseGet(() -> unstruck(run));
    }

    /** What struck in the last run of {@link #struck}; empty where nothing is to. */
    Optional<TransientCounts> transients() {
        return striker.map(some -> TransientCounts.of(some.flips()));
    }

    /**
     * What checks saw in the last run; empty where there are none.
     *
     * @param inMemory whether bits of the memory were flipped in it, which makes all images faulty
     */
    Optional<CheckCounts> checks(boolean inMemory, Answers clean, Answers faulty) {
        return checks.map(some -> CheckCounts.of(some.found(), faulty(inMemory), clean, faulty));
    }

    private BitSet faulty(boolean inMemory) {
        BitSet faulty = new BitSet(images);
        if (inMemory) {
            faulty.set(0, images);
        }
        striker.ifPresent(some -> {
            for (int image = 0; image < images; image++) {
                if (some.flips()[image] > 0) {
                    faulty.set(image);
                }
            }
        });
        return faulty;
    }
}
