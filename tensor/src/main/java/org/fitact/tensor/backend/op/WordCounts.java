package org.fitact.tensor.backend.op;

/** What reading words through a {@link WordCode} found: blocks that were mended, rightly or not, and blocks that cannot be. */
public record WordCounts(long corrected, long detected) {

    public static final WordCounts NONE = new WordCounts(0, 0);

    public WordCounts plus(WordCounts other) {
        return new WordCounts(corrected + other.corrected, detected + other.detected);
    }
}
