package org.fitact.campaign;

import java.util.List;

/**
 * A trial that is to be computed.
 *
 * @param trial its number
 * @param rates those at which nothing is known of it yet, ascending; empty if nothing is missing
 */
public record TrialTask(int trial, List<Double> rates) {

    public TrialTask {
        rates = List.copyOf(rates);
    }
}
