package org.fitact.protect.redundancy;

import java.util.BitSet;
import org.fitact.nn.graph.Node;
import org.fitact.protect.ComputationCheck;
import org.fitact.tensor.buffer.Buffer;

/** A check that looks at sums of products alone. */
abstract sealed class SumsCheck implements ComputationCheck permits ChecksumCheck, RepetitionCheck {

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
}
