package org.fitact.protect.redundancy;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.Sums;

/**
 * Computes the sums of all products twice, and compares them to the bit. Where two differ a third decides, number by number: what two of
 * three have is taken, and the third where no two agree. Each computation may be struck by itself.
 */
final class RepetitionCheck extends SumsCheck {

    private final boolean alwaysThrice;
    private Plan plan;

    /** @param alwaysThrice whether the third is computed before it is known that two differ */
    RepetitionCheck(boolean alwaysThrice) {
        this.alwaysThrice = alwaysThrice;
    }

    @Override
    public void deployed(Plan watched) {
        plan = watched;
    }

    @Override
    public void summed(Sums sums) {
        int elements = plan.graph().shape(sums.step().name()).elements();
        int[] first = bits(plan, sums);
        Sums repeated = sums.again(sums.images());
        int[] second = bits(plan, sums);
        BitSet wrong = differing(first, second, elements);
        if (alwaysThrice || !wrong.isEmpty()) {
            repeated.again(alwaysThrice ? sums.images() : wrong);
            int[] third = bits(plan, sums);
            if (alwaysThrice) {
                wrong.or(differing(first, third, elements));
            }
            wrong.stream().forEach(image -> vote(first, second, third, image * elements, (image + 1) * elements));
        }
        found.or(wrong);
        plan.backend().upload(MemorySegment.ofArray(first), sums.value(), 0);
    }

    /** Leaves in the first what two of the three have. */
    private static void vote(int[] first, int[] second, int[] third, int from, int to) {
        for (int i = from; i < to; i++) {
            if (first[i] != second[i]) {
                // The first, if the third is it; the second, if it is that; and itself where no two agree.
                first[i] = third[i];
            }
        }
    }

    private static BitSet differing(int[] some, int[] others, int elements) {
        BitSet images = new BitSet();
        for (int i = 0; i < some.length; i++) {
            if (some[i] != others[i]) {
                images.set(i / elements);
            }
        }
        return images;
    }
}
