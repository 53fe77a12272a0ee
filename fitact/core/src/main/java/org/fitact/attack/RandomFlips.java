package org.fitact.attack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fitact.fault.BitSelector;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSpace;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Flips that nobody chose, to be compared with an attacker's: each in the same bit of a word as one of the attacker's, and the word any of
 * those that the attacker could have struck there. So what differs is only which words they are.
 */
public final class RandomFlips {

    /** Keeps these draws apart from those of campaigns under the same seed. */
    private static final long STREAM = 0x61747461636BL;

    private RandomFlips() {}

    /** A bit of a word. */
    public record Flip(int address, int bit) {}

    /**
     * Draws as many flips as an attacker made, each bit of the memory at most once.
     *
     * @param filter of the bits that the attacker could flip
     * @param bits of the attacker's flips, in their order
     * @param draw 0 or more; each is independent of the others
     */
    public static List<Flip> draw(FaultSpace space, FaultFilter filter, List<Integer> bits, long seed, int draw) {
        PhiloxRandom random = new PhiloxRandom(seed, STREAM).child(draw);
        Set<Flip> taken = new HashSet<>();
        List<Flip> drawn = new ArrayList<>();
        for (int bit : bits) {
            EligibleBits eligible = new EligibleBits(space, filter.withBits(BitSelector.positions(bit)));
            Flip flip;
            do {
                flip = new Flip(eligible.address(random.nextLong(eligible.count())), bit);
            } while (!taken.add(flip));
            drawn.add(flip);
        }
        return drawn;
    }
}
