package org.fitact.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.estimate.Estimator;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.kind.FaultKind;
import org.fitact.memory.Deployment;
import org.fitact.stats.StoppingRule;
import org.fitact.transients.TransientFaults;

/**
 * What a campaign does to every scheme.
 *
 * @param rates fault rates, ascending and distinct, each more than 0 and less than 1
 * @param stopping how many trials there are
 * @param faults what a rate means
 * @param filter which part of the memory is hit
 * @param deployment how the networks are deployed
 * @param seed of the faults
 * @param estimator what is made of a trial
 * @param scrubs how often the memory is scrubbed while the faults of a trial arrive, 0 for never
 * @param transients what flips in the computation, beside the memory; the deployment lets it be observed
 */
public record CampaignSettings(
        List<Double> rates,
        StoppingRule stopping,
        FaultKind faults,
        FaultFilter filter,
        Deployment deployment,
        long seed,
        Estimator estimator,
        int scrubs,
        Optional<TransientFaults> transients) {

    public CampaignSettings {
        rates = List.copyOf(rates);
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("no fault rates, expected at least one");
        }
        for (double rate : rates) {
            if (!(rate > 0 && rate < 1)) {
                throw new IllegalArgumentException("rate is " + rate + ", expected more than 0 and less than 1");
            }
        }
        double[] ordered =
                rates.stream().mapToDouble(r -> r).sorted().distinct().toArray();
        if (!Arrays.stream(ordered).boxed().toList().equals(rates)) {
            throw new IllegalArgumentException("rates are " + rates + ", expected ascending and distinct numbers");
        }
        if (scrubs < 0) {
            throw new IllegalArgumentException("scrubs are " + scrubs + ", expected 0 or more");
        }
        if (transients.isPresent()) {
            if (estimator.averaged()) {
                throw new IllegalArgumentException(
                        "transient faults in trials whose last layer is averaged, which is done "
                                + "from values without such: expected trials as they are");
            }
            deployment = deployment.observable(transients.get().observing());
        }
    }

    /** Of what is computed without faults. */
    public CampaignSettings(
            List<Double> rates,
            StoppingRule stopping,
            FaultKind faults,
            FaultFilter filter,
            Deployment deployment,
            long seed,
            Estimator estimator,
            int scrubs) {
        this(rates, stopping, faults, filter, deployment, seed, estimator, scrubs, Optional.empty());
    }

    /** Of a memory that is not scrubbed. */
    public CampaignSettings(
            List<Double> rates,
            StoppingRule stopping,
            FaultKind faults,
            FaultFilter filter,
            Deployment deployment,
            long seed,
            Estimator estimator) {
        this(rates, stopping, faults, filter, deployment, seed, estimator, 0);
    }

    /** Of trials as they are. */
    public CampaignSettings(
            List<Double> rates,
            StoppingRule stopping,
            FaultKind faults,
            FaultFilter filter,
            Deployment deployment,
            long seed) {
        this(rates, stopping, faults, filter, deployment, seed, Estimator.PLAIN);
    }

    /** The same with transient faults. */
    public CampaignSettings with(TransientFaults faultsOfComputation) {
        return new CampaignSettings(
                rates, stopping, faults, filter, deployment, seed, estimator, scrubs, Optional.of(faultsOfComputation));
    }

    /** The same at other rates. */
    public CampaignSettings at(List<Double> others) {
        return new CampaignSettings(others, stopping, faults, filter, deployment, seed, estimator, scrubs, transients);
    }

    /** Draws the faults of every trial at a rate. */
    public FaultSampler sampler(double rate, FaultSpace space) {
        return sampler(rate, space, seed);
    }

    /** The same of a scheme, where faults are not the same under all. */
    FaultSampler sampler(String scheme, double rate, FaultSpace space) {
        EligibleBits bits = new EligibleBits(space, filter);
        return new FaultSampler(space, filter, faults.at(scheme, rate, rates.getLast(), bits), seed, scrubs);
    }

    /** The same with another seed than the campaign's. */
    FaultSampler sampler(double rate, FaultSpace space, long otherSeed) {
        EligibleBits bits = new EligibleBits(space, filter);
        return new FaultSampler(space, filter, faults.at(rate, rates.getLast(), bits), otherSeed, scrubs);
    }
}
