package org.fitact.memory.code;

/**
 * What reading a guarded memory comes to, by block: the words that all codes of a tensor together take at once, which is one for
 * most. Known from outside, by comparison with the memory before any fault.
 *
 * @param blocks all of them
 * @param corrected read right although faults had struck what was read: mended
 * @param detected read as something else, by a code that knows that it found a fault it cannot mend
 * @param miscorrected read as something else, by a code that took it for mended
 * @param missed read as something else, and no code saw a fault
 */
public record ReadCounts(long blocks, long corrected, long detected, long miscorrected, long missed) {

    /** Of a memory without codes. */
    public static final ReadCounts NONE = new ReadCounts(0, 0, 0, 0, 0);

    public ReadCounts {
        if (corrected < 0
                || detected < 0
                || miscorrected < 0
                || missed < 0
                || corrected + detected + miscorrected + missed > blocks) {
            throw new IllegalArgumentException("of " + blocks + " blocks " + corrected + " corrected, " + detected
                    + " detected, " + miscorrected + " miscorrected and " + missed + " missed");
        }
    }

    /** Of two memories together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(
                blocks + other.blocks,
                corrected + other.corrected,
                detected + other.detected,
                miscorrected + other.miscorrected,
                missed + other.missed);
    }

    /** Blocks in which nothing was found and nothing is wrong. */
    public long clean() {
        return blocks - corrected - detected - miscorrected - missed;
    }
}
