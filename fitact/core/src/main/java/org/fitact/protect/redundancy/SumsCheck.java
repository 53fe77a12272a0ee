package org.fitact.protect.redundancy;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.Sums;
import org.fitact.protect.ComputationCheck;
import org.fitact.tensor.buffer.Buffer;

/** A check that looks at sums of products alone. */
abstract sealed class SumsCheck implements ComputationCheck permits ChecksumCheck, DuplicationCheck, RepetitionCheck {

    /** The images of the last run in which something was wrong. */
    final BitSet found = new BitSet();

    @Override
    public final BitSet found() {
        return found;
    }

    @Override
    public final void started(Buffer images, int batch) {
        found.clear();
    }

    @Override
    public final void done(Node step, Buffer value, int batch) {
        // Sums are all that it looks at.
    }

    /** The sums of all images as bits, so that a NaN is like itself. */
    static int[] bits(Plan plan, Sums sums) {
        int elements = plan.graph().shape(sums.step().name()).elements();
        int[] bits = new int[sums.batch() * elements];
        plan.backend().download(sums.value(), 0, MemorySegment.ofArray(bits));
        return bits;
    }
}
