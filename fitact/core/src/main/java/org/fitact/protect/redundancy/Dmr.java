package org.fitact.protect.redundancy;

/**
 * Dual modular redundancy of all products: computed twice and compared to the bit; where they differ, a third time for that image, and what two of
 * three have is taken ([20] of the FitAct paper, as cars have it). It costs as many multiply-adds again, and no memory.
 */
public final class Dmr extends RepetitionScheme {

    public Dmr() {
        super("dmr", 2);
    }

    @Override
    public String summary() {
        return "every product computed twice, and a third time where the two differ (dual modular redundancy)";
    }
}
