package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Tiles.ROWS;

import org.fitact.tensor.backend.Conv2d;

/**
 * The geometry of a 3×3 convolution by Winograd's F(4×4, 3×3): the output is cut into tiles of 4×4 pixels, each computed
 * from a patch of 6×6 by 36 multiplications for every pair of channels instead of 144. Over all tiles these are 36 matrix
 * products, {@code M[f][tile, o] = Σ_i V[f][tile, i] · U[f][i, o]}.
 *
 * @param columns tiles in a line of an image
 * @param lines lines of tiles of an image
 * @param panels how the transformed weight of each product is packed
 */
record Winograd(Conv2d shape, int columns, int lines, Panels panels) {

    /** Products, which are the elements of a transformed patch. */
    static final int PRODUCTS = 36;

    /** Pixels of a tile in each direction. */
    static final int SIDE = 4;

    /** The channels of the widest vectors: fewer would need masks. It must not depend on this machine's width. */
    private static final int CHANNELS = 16;

    /** Elements between the parts of a transformed operand, so that they do not compete for the same cache sets. */
    private static final int GAP = 16;

    static Winograd of(Conv2d shape) {
        return new Winograd(
                shape,
                (shape.outWidth() + SIDE - 1) / SIDE,
                (shape.outHeight() + SIDE - 1) / SIDE,
                Panels.of(shape.inChannels(), shape.outChannels()));
    }

    /** Whether a convolution can be computed so. */
    static boolean fits(Conv2d shape) {
        return shape.kernelHeight() == 3
                && shape.kernelWidth() == 3
                && shape.stride() == 1
                && shape.inChannels() % CHANNELS == 0
                && shape.outChannels() % CHANNELS == 0;
    }

    int tiles() {
        return shape.batch() * lines * columns;
    }

    /** Elements of a thread's scratch memory: a vector of each product, and behind them a patch or a tile of all channels. */
    int scratchElements() {
        int patch = (SIDE + 2) * (SIDE + 2) * shape.inChannels();
        return PRODUCTS * L + Math.max(patch, SIDE * SIDE * shape.outChannels());
    }

    /** Distance of two products in the transformed weight. */
    int weightPitch() {
        return shape.inChannels() * shape.outChannels() + GAP;
    }

    int weightElements() {
        return FIRST + PRODUCTS * weightPitch();
    }

    /** Blocks of channels, each of which is the terms of one step of a product. */
    int depths() {
        return (shape.inChannels() + Tiles.DEPTH - 1) / Tiles.DEPTH;
    }

    /** Distance of two products in the transformed input of some tiles. */
    int inputPitch(int tiles) {
        return Lanes.roundUp(tiles, ROWS) * depths() * Tiles.DEPTH + GAP;
    }

    /** Distance of two products in the sums of some tiles. */
    int sumsPitch(int tiles) {
        return Lanes.roundUp(tiles, ROWS) * Lanes.roundUp(shape.outChannels(), L) + GAP;
    }

    /** A patch of the input for one thread, with its scratch memory. */
    WinogradPatch inputPatch(float[] x, float[] scratch, int scratchAt) {
        return new WinogradPatch(x, shape.height(), shape.width(), shape.inChannels(), SIDE + 2, scratch, scratchAt);
    }

    /** Moves to what a tile of the output is computed from. */
    void moveToInput(WinogradPatch patch, int tile) {
        patch.move(image(tile), top(tile) - shape.padding(), left(tile) - shape.padding());
    }

    int image(int tile) {
        return tile / columns / lines;
    }

    /** First line of a tile in the output. */
    int top(int tile) {
        return tile / columns % lines * SIDE;
    }

    /** First column of a tile in the output. */
    int left(int tile) {
        return tile % columns * SIDE;
    }

    /**
     * Transforms the weights {@code [3, 3, i, o]} of an input channel and of output channels from..to−1, which
     * begin and end at multiples of L.
     *
     * @param u packed as {@link #panels} say for each product; modified
     * @param t scratch memory
     */
    void transformWeight(float[] w, int input, int from, int to, float[] t, float[] u) {
        int outputs = shape.outChannels();
        for (int o = from; o < to; o += L) {
            int target = panels.at(input, o);
            WinogradKernels.weight(w, input * outputs + o, shape.inChannels() * outputs, t, u, target, weightPitch());
        }
    }
}
