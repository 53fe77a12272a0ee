package org.fitact.nn.onnx.write;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a reshape does to axes: runs of old ones that become runs of new ones, each as short as can be.
 *
 * @param runs in the order of the axes
 */
record Regrouping(List<Run> runs) {

    /** Neighbouring old axes and the new ones that their elements are then on. */
    record Run(List<Integer> from, List<Integer> to) {}

    /** @param from extents, of as many elements as {@code to} */
    static Regrouping of(int[] from, int[] to) {
        List<Run> runs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < from.length && j < to.length) {
            int firstFrom = i;
            int firstTo = j;
            long old = from[i++];
            long fresh = to[j++];
            while (old != fresh) {
                if (old < fresh) {
                    old *= from[i++];
                } else {
                    fresh *= to[j++];
                }
            }
            // What is left at the end is of extent 1, and belongs to the last run.
            boolean last = i == from.length || j == to.length;
            runs.add(new Run(range(firstFrom, last ? from.length : i), range(firstTo, last ? to.length : j)));
        }
        return new Regrouping(runs);
    }

    private static List<Integer> range(int first, int end) {
        return IntStream.range(first, end).boxed().toList();
    }

    /**
     * The order of the new axes if the old ones stand in another order than theirs; empty if a run does not stand together
     * there, so that elements would have to move.
     */
    List<Integer> order(List<Integer> old) {
        List<Integer> order = new ArrayList<>();
        int at = 0;
        while (at < old.size()) {
            int axis = old.get(at);
            Run run = runs.stream()
                    .filter(some -> some.from().getFirst() == axis)
                    .findFirst()
                    .orElse(null);
            if (run == null || !startsWith(old.subList(at, old.size()), run.from())) {
                return List.of();
            }
            order.addAll(run.to());
            at += run.from().size();
        }
        return order;
    }

    private static boolean startsWith(List<Integer> all, List<Integer> run) {
        return all.size() >= run.size() && all.subList(0, run.size()).equals(run);
    }
}
