package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Rows of a product that share their terms: a rectangle of output pixels, in every image, whose kernel windows are cut
 * alike by the border. Padding is so never read and adds nothing. A matrix is a run of one rectangle of all its rows.
 *
 * <p>Where a border class would have too few rows to fill a tile, one run takes the whole map instead, and the terms that
 * lie outside the input are packed as zeros; {@code clip} is then the convolution, else null.
 *
 * @param images images
 * @param lines lines of the rectangle
 * @param length pixels in a line of it
 * @param input where the rows lie in a
 * @param output where the rows lie in c
 * @param blocks the terms of every row's sum, in order
 */
public record Run(int images, int lines, int length, Place input, Place output, List<Terms.Block> blocks, Conv2d clip) {

    /** Offset of the first row, and the distances of neighbouring pixels, lines and images. */
    record Place(int base, int pixel, int line, int image) {

        int row(int pixelIndex, int lineIndex, int imageIndex) {
            return base + pixelIndex * pixel + lineIndex * line + imageIndex * image;
        }
    }

    /** A matrix {@code [rows, k]} times one of {@code columns}. */
    public static Run matrix(int rows, int k, int columns) {
        Terms terms = new Terms();
        terms.add(0, 0, 0, k);
        return new Run(rows, 1, 1, new Place(0, 0, 0, k), new Place(0, 0, 0, columns), terms.blocks(), null);
    }

    int rows() {
        return images * lines * length;
    }

    /** Sets where rows from..to−1 lie. */
    void locate(int from, int to, Tiles tiles) {
        int x = from % length;
        int y = from / length % lines;
        int image = from / length / lines;
        for (int i = 0; i < to - from; i++) {
            tiles.rows()[i] = input.row(x, y, image);
            tiles.results()[i] = output.row(x, y, image);
            if (++x == length) {
                x = 0;
                if (++y == lines) {
                    y = 0;
                    image++;
                }
            }
        }
    }

    /**
     * Packs a block of terms for {@link RowKernels}.
     *
     * @param start number of the strip's first row
     * @param from first row, counted in the strip
     * @param shift rows that are packed before the strip's first one
     */
    void pack(Terms.Block block, int start, int from, int to, float[] a, Tiles tiles, int shift) {
        for (int i = from; i < to; i++) {
            int at = Tiles.packed(shift + i);
            if (clip == null) {
                for (Terms.Piece piece : block.pieces()) {
                    copy(a, tiles.rows()[i] + piece.input(), tiles.block(), at, piece.length());
                    at += piece.length();
                }
            } else {
                int y = (start + i) / length % lines * clip.stride() - clip.padding();
                int x = (start + i) % length * clip.stride() - clip.padding();
                for (Terms.Piece piece : block.pieces()) {
                    packClipped(piece, y, x, a, tiles.rows()[i], tiles.block(), at);
                    at += piece.length();
                }
            }
        }
    }

    /** A piece is some vectors mostly: fewer instructions than the general copy takes to find that out. */
    private static void copy(float[] a, int from, float[] packed, int at, int n) {
        int whole = F.loopBound(n);
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromArray(F, a, from + i).intoArray(packed, at + i);
        }
        if (whole < n) {
            System.arraycopy(a, from + whole, packed, at + whole, n - whole);
        }
    }

    /** Copies what lies inside the input of a piece of the kernel's line, whose left end is at (y + line, x). */
    private void packClipped(Terms.Piece piece, int y, int x, float[] a, int row, float[] packed, int at) {
        int iy = y + piece.line();
        int channels = clip.inChannels();
        int first = Math.max(piece.from(), -x * channels);
        int end = Math.min(piece.from() + piece.length(), (clip.width() - x) * channels);
        if (iy < 0 || iy >= clip.height() || first >= end) {
            Arrays.fill(packed, at, at + piece.length(), 0);
            return;
        }
        int skipped = first - piece.from();
        int copied = end - first;
        Arrays.fill(packed, at, at + skipped, 0);
        System.arraycopy(a, row + piece.input() + skipped, packed, at + skipped, copied);
        Arrays.fill(packed, at + skipped + copied, at + piece.length(), 0);
    }
}
