package org.fitact.tensor.backend.simd.product;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Collects the terms of the sums of a {@link Run}, in order, and cuts them into blocks of at most {@link Tiles#DEPTH}. The terms of a block are
 * neighbours in the packed weight; in the input they are pieces of neighbours.
 */
public final class Terms {

    /**
     * Neighbouring terms.
     *
     * @param input offset of the first from the row's own place
     * @param length terms
     * @param line of the input under it, counted from that under the first tap
     * @param from its offset from the element under the line's first tap
     */
    record Piece(int input, int length, int line, int from) {}

    /** @param weight number of the first term within the packed weight */
    record Block(int weight, int length, List<Piece> pieces) {}

    private final List<Block> blocks = new ArrayList<>();
    private final List<Piece> pending = new ArrayList<>();
    private int pendingWeight;
    private int pendingLength;

    /**
     * Appends the terms of a line of the kernel, or of a part of one; they join what came before if the weights are
     * neighbours.
     */
    void add(Piece piece, int weight) {
        if (pendingLength > 0 && pendingWeight + pendingLength != weight) {
            flush();
        }
        if (pendingLength == 0) {
            pendingWeight = weight;
        }
        pending.add(piece);
        pendingLength += piece.length();
    }

    /** All blocks. */
    List<Block> blocks() {
        flush();
        return blocks;
    }

    /** Cuts what is pending into blocks of about the same length. */
    private void flush() {
        int count = (pendingLength + Tiles.DEPTH - 1) / Tiles.DEPTH;
        int next = 0;
        int used = 0;
        for (int b = 0; b < count; b++) {
            int start = (int) ((long) b * pendingLength / count);
            int end = (int) ((b + 1L) * pendingLength / count);
            List<Piece> pieces = new ArrayList<>();
            for (int left = end - start; left > 0; ) {
                Piece whole = pending.get(next);
                int taken = Math.min(left, whole.length() - used);
                pieces.add(new Piece(whole.input() + used, taken, whole.line(), whole.from() + used));
                left -= taken;
                used += taken;
                if (used == whole.length()) {
                    next++;
                    used = 0;
                }
            }
            blocks.add(new Block(pendingWeight + start, end - start, pieces));
        }
        pending.clear();
        pendingLength = 0;
    }
}
