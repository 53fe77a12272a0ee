package org.fitact.protect.redundancy;

/**
 * Triple modular redundancy of all products: computed three times, and what two of three have is taken, number by number (as Libano et al.,
 * IEEE TNS 66(1), 2018, [7] of the FitAct paper, of selected layers). It costs twice as many multiply-adds again, and no memory.
 */
public final class Tmr extends RepetitionScheme {

    public Tmr() {
        super("tmr", 3);
    }

    @Override
    public String summary() {
        return "every product computed three times, and voted (triple modular redundancy)";
    }
}
