package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

class InferenceBenchmarkTest {

    @Test
    void everySchemeRunsOnceInARound() {
        for (int round = 0; round < 20; round++) {
            assertEquals(EnumSet.copyOf(Scheme.USUAL), EnumSet.copyOf(InferenceBenchmark.order(Scheme.USUAL, round)));
            assertEquals(
                    Scheme.USUAL.size(),
                    InferenceBenchmark.order(Scheme.USUAL, round).size());
        }
    }

    /** Otherwise one scheme would always find the caches as the same other one left them. */
    @Test
    void inTenRoundsEverySchemeFollowsEveryOtherTwiceAndStandsInEveryPlaceTwice() {
        Map<List<Scheme>, Integer> followers = new HashMap<>();
        Map<List<Object>, Integer> places = new HashMap<>();
        for (int round = 0; round < 10; round++) {
            List<Scheme> order = new ArrayList<>(InferenceBenchmark.order(Scheme.USUAL, round));
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

    /** What the paper does not have is timed where it is named, its network checked against the layers one by one. */
    @Test
    void anySchemesRunInARound() throws Exception {
        InferenceBenchmark benchmark = new InferenceBenchmark();
        benchmark.model = "lenet5";
        benchmark.classes = 10;
        benchmark.batch = 2;
        benchmark.study = InferenceBenchmark.RANDOM;
        benchmark.device = "cpu";
        benchmark.threads = 1;
        benchmark.schemes = "none:fitact:proact:tanh:erdnn";
        benchmark.prepare();
        RoundTimes times = new RoundTimes();
        times.reset();
        Blackhole hole = new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
        benchmark.round(times, hole);
        benchmark.cleanUp();
        for (double nanos : new double[] {times.relu(), times.fitReluSmooth(), times.proAct(), times.tanh()}) {
            assertTrue(nanos > 0);
        }
        assertTrue(times.erDnn() > 0);
        assertTrue(Double.isNaN(times.ranger()), "it did not run");
    }

    @Test
    void schemesAreNamedAsOnTheCommandLine() {
        assertEquals(InferenceBenchmark.SCHEMES, Scheme.joined(Scheme.USUAL));
        assertEquals(Scheme.USUAL, Scheme.parse(InferenceBenchmark.SCHEMES));
        assertEquals(List.of(Scheme.RELU, Scheme.PROACT), Scheme.parse("proact:none"));
        String refused = assertThrows(IllegalArgumentException.class, () -> Scheme.parse("none:dmr"))
                .getMessage();
        assertTrue(refused.contains("schemes are none:dmr"), refused);
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
