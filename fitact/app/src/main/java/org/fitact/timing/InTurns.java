package org.fitact.timing;

import java.util.ArrayList;
import java.util.List;

/**
 * Times tasks in turns: a round runs each of them once, so that what the machine does in the meantime (other programs, its clock,
 * its neighbours) meets all alike and cancels in the ratios of times of one round. From round to round another task begins, and
 * every other round goes backwards, so that what a task leaves in the caches does not always meet the same one. All is in one
 * process: what the JIT decided and where the memory lies was drawn once, which more rounds do not average.
 *
 * @param warmUp seconds of rounds that do not count, about
 * @param seconds of those that count, about
 * @param leastRounds that count, however long they take
 * @param mostRounds that count, however quick they are
 */
public record InTurns(double warmUp, double seconds, int leastRounds, int mostRounds) {

    /** @throws IllegalArgumentException unless the times are not negative and {@code 1 <= leastRounds <= mostRounds} */
    public InTurns {
        if (!(warmUp >= 0 && seconds >= 0) || leastRounds < 1 || mostRounds < leastRounds) {
            throw new IllegalArgumentException("rounds of " + warmUp + " and " + seconds + " s, " + leastRounds + " to "
                    + mostRounds + " of them, expected times and at least one round");
        }
    }

    /**
     * Times tasks.
     *
     * @param tasks each of which does the same whenever it is run
     * @return nanoseconds, {@code [task][round]}
     */
    public double[][] time(List<Runnable> tasks) {
        rounds(tasks, warmUp, 1 + leastRounds / 4, Integer.MAX_VALUE);
        List<double[]> rounds = rounds(tasks, seconds, leastRounds, mostRounds);
        double[][] times = new double[tasks.size()][rounds.size()];
        for (int round = 0; round < rounds.size(); round++) {
            for (int task = 0; task < times.length; task++) {
                times[task][round] = rounds.get(round)[task];
            }
        }
        return times;
    }

    private static List<double[]> rounds(List<Runnable> tasks, double seconds, int least, int most) {
        List<double[]> rounds = new ArrayList<>();
        long start = System.nanoTime();
        while (rounds.size() < least || rounds.size() < most && System.nanoTime() - start < seconds * 1e9) {
            rounds.add(round(tasks, rounds.size()));
        }
        return rounds;
    }

    private static double[] round(List<Runnable> tasks, int number) {
        int n = tasks.size();
        double[] nanos = new double[n];
        for (int i = 0; i < n; i++) {
            int task = order(number, i, n);
            long start = System.nanoTime();
            tasks.get(task).run();
            nanos[task] = System.nanoTime() - start;
        }
        return nanos;
    }

    /** Which of n tasks is the i-th of a round. */
    static int order(int round, int i, int n) {
        int turn = (round / 2 + i) % n;
        return round % 2 == 0 ? turn : n - 1 - turn;
    }
}
