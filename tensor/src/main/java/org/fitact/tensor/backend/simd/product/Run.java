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
 * @param part the columns of the rows, of which there may be others
 */
public record Run(
        int images,
        int lines,
        int length,
        Place input,
        Place output,
        List<Terms.Block> blocks,
        Conv2d clip,
        Part part) {

    /**
     * Which columns of c the rows have, and where their weights are.
     *
     * @param column the first of them
     * @param weights offset in b of their panels from those of the first columns of c
     */
    public record Part(int column, int weights) {

        static final Part WHOLE = new Part(0, 0);
    }

    /** All columns. */
    Run(int images, int lines, int length, Place input, Place output, List<Terms.Block> blocks, Conv2d clip) {
        this(images, lines, length, input, output, blocks, clip, Part.WHOLE);
    }

    /** Offset of the first row, and the distances of neighbouring pixels, lines and images. */
    record Place(int base, int pixel, int line, int image) {

        Place behind(int elements) {
            return new Place(base + elements, pixel, line, image);
        }

        int row(int pixelIndex, int lineIndex, int imageIndex) {
            return base + pixelIndex * pixel + lineIndex * line + imageIndex * image;
        }
    }

    /** A matrix {@code [rows, k]} times one of {@code columns}. */
    public static Run matrix(int rows, int k, int columns) {
        Terms terms = new Terms();
        terms.add(new Terms.Piece(0, k, 0, 0), 0);
        return new Run(rows, 1, 1, new Place(0, 0, 0, k), new Place(0, 0, 0, columns), terms.blocks(), null);
    }

    /** The same rows of another group: of channels that lie so many behind these, by columns of its own. */
    public Run group(int channels, Part columns) {
        return new Run(images, lines, length, input.behind(channels), output, blocks, clip, columns);
    }

    /** Offset in b of a block of terms in a panel of the rows' part. */
    int weights(Panels panels, int panel, Terms.Block block) {
        return part.weights() + panels.offset(panel, block);
    }

    /** First column of a panel in c. */
    int column(Panels panels, int panel) {
        return part.column() + panels.starts()[panel];
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
                int y = clip.window().vertical().input((start + i) / length % lines, 0);
                int x = clip.window().horizontal().input((start + i) % length, 0);
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

    /** Copies what lies inside the input of a piece; the first tap is at (y, x). */
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
