package org.fitact.spark.model;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a simulated campaign took.
 *
 * @param executors of one core
 * @param seconds of all
 * @param efficiency share of the executors' time in which they compute trials as fast as usual
 * @param driver share of the time in which the driver has something to do
 * @param lost what takes the rest of the executors' time, in shares of it
 */
public record SimulatedCampaign(
        int executors, double seconds, double efficiency, double driver, Map<Loss, Double> lost) {

    /** Where the time of executors goes that is not their trials'. */
    public enum Loss {
        /** Until they are there, have what was sent, and have it deployed. */
        BEGINNING("beginning"),
        /** Between partitions: the driver's part, and theirs. */
        PARTITIONS("partitions"),
        /** No partition is there: the driver writes, or waits for one that is late. */
        WAITING("waiting for the driver"),
        /** Computing on executors that are slow. */
        SLOWNESS("slow executors"),
        /** None is left, and others still compute. */
        END("end of a scheme");

        private final String text;

        Loss(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** The largest loss. */
    public Loss bottleneck() {
        return lost.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    static SimulatedCampaign of(int executors, double seconds, double useful, double driver, double[] losses) {
        double all = executors * seconds;
        Map<Loss, Double> lost = new LinkedHashMap<>();
        for (Loss loss : Loss.values()) {
            lost.put(loss, losses[loss.ordinal()] / all);
        }
        return new SimulatedCampaign(executors, seconds, useful / all, driver / seconds, lost);
    }
}
