package org.fitact.protect.redundancy;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.Sums;

/**
 * Computes the sums of some channels twice, and compares them to the bit. Where two differ that of the smaller size is taken: a fault that
 * matters makes a number large. The second computation may be struck by itself.
 */
final class DuplicationCheck extends SumsCheck {

    private final Map<String, BitSet> channels = new HashMap<>();
    private Plan plan;

    /** @param channels that are computed twice, by the steps of a plan */
    DuplicationCheck(Map<String, List<Integer>> channels) {
        channels.forEach((step, some) -> {
            BitSet chosen = new BitSet();
            some.forEach(chosen::set);
            this.channels.put(step, chosen);
        });
    }

    /** @throws IllegalArgumentException if a product is not there, or has no such channel; it names the product */
    @Override
    public void deployed(Plan watched) {
        plan = watched;
        channels.forEach((step, chosen) -> {
            if (watched.steps().stream().noneMatch(node -> node.name().equals(step))) {
                throw new IllegalArgumentException(
                        "channels of " + step + " are to be computed twice, which is no product of the network");
            }
            int there = watched.graph().shape(step).extent(-1);
            if (chosen.length() > there) {
                throw new IllegalArgumentException("channel " + (chosen.length() - 1) + " of " + step
                        + " is to be computed twice, expected one of " + there);
            }
        });
    }

    @Override
    public void summed(Sums sums) {
        BitSet chosen = channels.getOrDefault(sums.step().name(), new BitSet());
        if (chosen.isEmpty()) {
            return;
        }
        int elements = plan.graph().shape(sums.step().name()).elements();
        int all = plan.graph().shape(sums.step().name()).extent(-1);
        int[] first = bits(plan, sums);
        sums.again(sums.images(), chosen);
        int[] second = bits(plan, sums);
        for (int place = 0; place < first.length; place += all) {
            for (int c = chosen.nextSetBit(0); c >= 0; c = chosen.nextSetBit(c + 1)) {
                int i = place + c;
                if (first[i] != second[i]) {
                    found.set(i / elements);
                    first[i] = smaller(first[i], second[i]);
                }
            }
        }
        plan.backend().upload(MemorySegment.ofArray(first), sums.value(), 0);
    }

    /** The bits of the number of the smaller size; one that is no number is the larger. */
    static int smaller(int some, int other) {
        float ofSome = Math.abs(Float.intBitsToFloat(some));
        float ofOther = Math.abs(Float.intBitsToFloat(other));
        return ofSome <= ofOther || Float.isNaN(ofOther) ? some : other;
    }
}
