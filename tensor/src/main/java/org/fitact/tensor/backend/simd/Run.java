package org.fitact.tensor.backend.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.simd.RowKernels.Steps;

/**
 * Rows of a product that share their steps: the pixels of one line of a feature map whose kernel windows are cut alike by
 * the border, in every image. Padding is so never read and needs no copy. A matrix is one run of all its rows.
 *
 * @param length pixels in the line
 * @param input where the rows lie in a
 * @param output where the rows lie in c
 * @param blocks the steps in order, in blocks of {@link Tiles#DEPTH} terms
 */
record Run(int length, int images, Place input, Place output, List<Steps> blocks) {

    /** Offset of the first row, distance of neighbouring pixels, distance of images. */
    record Place(int base, int pixel, int image) {

        int row(int pixelIndex, int imageIndex) {
            return base + pixelIndex * pixel + imageIndex * image;
        }
    }

    int rows() {
        return length * images;
    }

    /** A run whose steps, triples of input, weight and length, are cut into blocks. */
    static Run of(int length, int images, Place input, Place output, List<int[]> steps) {
        return new Run(length, images, input, output, blocks(steps));
    }

    /** At least one block, which may be empty: then the sums are 0. */
    private static List<Steps> blocks(List<int[]> steps) {
        List<Steps> blocks = new ArrayList<>();
        List<int[]> block = new ArrayList<>();
        int room = Tiles.DEPTH;
        for (int[] step : steps) {
            for (int done = 0; done < step[2]; ) {
                int length = Math.min(room, step[2] - done);
                block.add(new int[] {step[0] + done, step[1] + done, length});
                done += length;
                room -= length;
                if (room == 0) {
                    blocks.add(table(block));
                    block.clear();
                    room = Tiles.DEPTH;
                }
            }
        }
        if (!block.isEmpty() || blocks.isEmpty()) {
            blocks.add(table(block));
        }
        return blocks;
    }

    private static Steps table(List<int[]> block) {
        int[] table = block.stream().flatMapToInt(Arrays::stream).toArray();
        return new Steps(table, 0, block.size());
    }
}
