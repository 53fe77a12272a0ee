package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceBenchmarkTest {

    @Test
    void everySchemeRunsOnceInARound() {
        for (int round = 0; round < 20; round++) {
            assertEquals(
                    EnumSet.allOf(Scheme.class),
                    EnumSet.copyOf(InferenceBenchmark.order(List.of(Scheme.values()), round)));
            assertEquals(
                    Scheme.values().length,
                    InferenceBenchmark.order(List.of(Scheme.values()), round).size());
        }
    }

    /** Otherwise one scheme would always find the caches as the same other one left them. */
    @Test
    void inTenRoundsEverySchemeFollowsEveryOtherTwiceAndStandsInEveryPlaceTwice() {
        Map<List<Scheme>, Integer> followers = new HashMap<>();
        Map<List<Object>, Integer> places = new HashMap<>();
        for (int round = 0; round < 10; round++) {
            List<Scheme> order = new ArrayList<>(InferenceBenchmark.order(List.of(Scheme.values()), round));
            for (int i = 0; i < order.size(); i++) {
                places.merge(List.of(order.get(i), i), 1, Integer::sum);
                if (i > 0) {
                    followers.merge(List.of(order.get(i - 1), order.get(i)), 1, Integer::sum);
                }
            }
        }
        assertEquals(20, followers.size());
        followers.forEach((pair, times) -> assertEquals(2, times, pair.toString()));
        assertEquals(25, places.size());
        places.forEach((place, times) -> assertEquals(2, times, place.toString()));
    }

    /** The median of an iteration's rounds, by the names that JMH takes for its counters. */
    @Test
    void aRoundThatSomethingElseDisturbedDoesNotCount() throws ReflectiveOperationException {
        RoundTimes times = new RoundTimes();
        times.reset();
        times.add(Scheme.RELU, 1);
        times.reset();
        for (long nanos : new long[] {100, 102, 9_000}) {
            for (Scheme scheme : Scheme.values()) {
                times.add(scheme, nanos + scheme.ordinal());
            }
        }
        assertEquals(3, times.rounds());
        for (Scheme scheme : Scheme.values()) {
            Object counted = RoundTimes.class.getMethod(scheme.counter()).invoke(times);
            assertEquals(102.0 + scheme.ordinal(), counted);
        }
    }
}
