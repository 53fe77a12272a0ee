package org.fitact.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.advice.Limits.Verdict;

/**
 * Who goes on to more trials, and who is recommended. The better of two candidates is the one of higher mean accuracy under faults; those
 * within an indifference zone of half a point below the best are taken for equal (R. E. Bechhofer, Annals of Mathematical Statistics 25,
 * 1954), and of these the better one needs less memory, in whole per cent, then less time, in tenths of a per cent. What is
 * cheap is of no use if it cannot be shown to hold: those whose loss can be shown go on before those of which it cannot, whatever they cost. From
 * round to round the better half of those that may still hold the limits goes on, with twice the trials: successive halving (Z. Karnin, T. Koren,
 * O. Somekh, ICML 2013), which spends on each round about the same.
 */
record Selection(Limits limits) {

    private static final double INDIFFERENT = 0.005;
    private static final double MEMORY_STEP = 0.01;
    private static final double TIME_STEP = 0.001;

    /** So many go on to the last round, if there are as many: who is second is to be known as well. */
    private static final int FINALISTS = 2;

    private static final Comparator<Assessment> CHEAPER = Comparator.<Assessment>comparingLong(
                    found -> Math.round(found.memory() / MEMORY_STEP))
            .thenComparingLong(found -> Math.round(found.time().value() / TIME_STEP))
            .thenComparingDouble(found -> -found.accuracy());

    /** The best first: each is the one that would be recommended if those before it were not there. */
    static List<Assessment> ranked(List<Assessment> all) {
        List<Assessment> left = new ArrayList<>(all);
        List<Assessment> ranked = new ArrayList<>();
        while (!left.isEmpty()) {
            double best = left.stream().mapToDouble(Assessment::accuracy).max().orElseThrow();
            Assessment next = left.stream()
                    .filter(found -> found.accuracy() >= best - INDIFFERENT)
                    .min(CHEAPER)
                    .orElseThrow();
            ranked.add(next);
            left.remove(next);
        }
        return ranked;
    }

    /**
     * Those that get more trials: the better half of those that may hold, and of these first those that can be shown to; where none may
     * hold, those that are nearest.
     */
    List<Assessment> goOn(List<Assessment> all) {
        Map<Boolean, List<Assessment>> mayHold =
                all.stream().filter(limits::mayHold).collect(Collectors.partitioningBy(limits::canBeShown));
        List<Assessment> contenders = Stream.of(true, false)
                .flatMap(canBeShown -> ranked(mayHold.get(canBeShown)).stream())
                .toList();
        List<Assessment> inOrder = contenders.isEmpty() ? byExcess(all) : contenders;
        int half = contenders.isEmpty() ? FINALISTS : Math.max(FINALISTS, Math.ceilDiv(inOrder.size(), 2));
        return inOrder.subList(0, Math.min(half, inOrder.size()));
    }

    /** The best of those that are shown to hold. */
    Optional<Assessment> recommended(List<Assessment> finalists) {
        return ranked(finalists.stream()
                        .filter(found -> limits.of(found) == Verdict.HOLDS)
                        .toList())
                .stream()
                .findFirst();
    }

    /**
     * What comes nearest where nothing holds: the least beyond the limits; among equal ones that whose intervals reach least beyond, in
     * steps of half a point; and among these the best.
     */
    Optional<Assessment> nearest(List<Assessment> all) {
        return byExcess(all).stream().findFirst();
    }

    private List<Assessment> byExcess(List<Assessment> all) {
        return ranked(all).stream()
                .sorted(Comparator.comparingDouble(limits::excess)
                        .thenComparingDouble(found -> Math.floor(limits.unshown(found) / INDIFFERENT)))
                .toList();
    }
}
