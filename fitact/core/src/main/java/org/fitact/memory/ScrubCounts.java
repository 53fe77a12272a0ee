package org.fitact.memory;

/**
 * What scrubbing a guarded memory found, by block: the words that all codes of a tensor together take at once. It is what the codes
 * say, who do not know what the memory held before any fault.
 *
 * @param blocks all of them
 * @param corrected taken for mended, and written back so
 * @param detected found with a fault that cannot be mended, and written back as they are read
 * @param beside copies of tables, lists and scales that were others than the majority, and were written anew
 */
public record ScrubCounts(long blocks, long corrected, long detected, long beside) {

    /** Of a memory in which there is nothing to mend. */
    public static final ScrubCounts NONE = new ScrubCounts(0, 0, 0, 0);

    /** Blocks in which nothing was found. */
    public long clean() {
        return blocks - corrected - detected;
    }

    /** Of two memories together. */
    public ScrubCounts plus(ScrubCounts other) {
        return new ScrubCounts(
                blocks + other.blocks, corrected + other.corrected, detected + other.detected, beside + other.beside);
    }
}
