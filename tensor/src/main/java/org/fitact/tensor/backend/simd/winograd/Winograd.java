package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * The geometry of a 3×3 convolution by Winograd's F(4×4, 3×3): the output is cut into tiles of 4×4 pixels, each computed
 * from a patch of 6×6 by 36 multiplications for every pair of channels instead of 144. Over all tiles these are 36 matrix
 * products, {@code M[f][tile, o] = Σ_i V[f][tile, i] · U[f][i, o]}. F(2×2, 3×3) is the same with 16 instead of 36.
 *
 * @param columns tiles in a line of an image
 * @param lines lines of tiles of an image
 * @param panels how the transformed weight of each product is packed
 */
public record Winograd(Conv2d shape, WinogradForm form, int columns, int lines, Panels panels) {

    /** The channels of the widest vectors: fewer would need masks. It must not depend on this machine's width. */
    private static final int CHANNELS = 16;

    /** Elements between the parts of a transformed operand, so that they do not compete for the same cache sets. */
    static final int GAP = 16;

    public static Winograd of(Conv2d shape, WinogradForm form) {
        int side = form.side();
        return new Winograd(
                shape,
                form,
                (shape.outWidth() + side - 1) / side,
                (shape.outHeight() + side - 1) / side,
                Panels.of(shape.inChannels(), shape.outChannels()));
    }

    /** Whether a convolution can be computed so. */
    public static boolean fits(Conv2d shape) {
        int padding = shape.window().vertical().before();
        return shape.groups() == 1
                && shape.window().equals(Window2d.square(3, 1, padding))
                && shape.inChannels() % CHANNELS == 0
                && shape.outChannels() % CHANNELS == 0;
    }

    public int products() {
        return form.products();
    }

    /** Pixels of a tile in each direction. */
    int side() {
        return form.side();
    }

    public int tiles() {
        return shape.batch() * lines * columns;
    }

    /** Elements of a thread's scratch memory: a vector of each product, and behind them a patch or tiles of all channels. */
    int scratchElements() {
        int patch = products() * shape.inChannels();
        int tile = Math.max(side() * side() * shape.outChannels(), WinogradPooling.elements(side()));
        return behindTransform() + Math.max(patch, tile);
    }

    /** Offset in such memory of what lies behind the vectors that a transform needs. */
    int behindTransform() {
        return FIRST + products() * L;
    }

    /** Distance of two products in the transformed weight. */
    int weightPitch() {
        return shape.inChannels() * shape.outChannels() + GAP;
    }

    public int weightElements() {
        return FIRST + products() * weightPitch();
    }

    /** Offset of a block of channels of a panel in the transformed weight of product f. */
    int weightBlock(int f, int panel, int depth) {
        return panels.offset(panel) + f * weightPitch() + depth * DEPTH * panels.width(panel);
    }

    /** Channels of a block, which are the terms of one step of a product. */
    int terms(int depth) {
        return Math.min(DEPTH, shape.inChannels() - depth * DEPTH);
    }

    /** Blocks of channels, each of which is the terms of one step of a product. */
    int depths() {
        return (shape.inChannels() + DEPTH - 1) / DEPTH;
    }

    /** Distance of two products in the transformed input of some tiles. */
    int inputPitch(int tiles) {
        return Lanes.roundUp(tiles, ROWS) * depths() * DEPTH + GAP;
    }

    /** Distance of two products in the sums of some tiles. */
    int sumsPitch(int tiles) {
        return Lanes.roundUp(tiles, ROWS) * Lanes.roundUp(shape.outChannels(), L) + GAP;
    }

    /** A patch of the input for one thread, with its scratch memory. */
    WinogradPatch inputPatch(float[] x, float[] scratch, int scratchAt) {
        return new WinogradPatch(
                x, shape.height(), shape.width(), shape.inChannels(), form.patch(), scratch, scratchAt);
    }

    /** Moves to what a tile of the output is computed from. */
    void moveToInput(WinogradPatch patch, int tile) {
        int padding = shape.window().vertical().before();
        patch.move(image(tile), top(tile) - padding, left(tile) - padding);
    }

    /**
     * Transforms all channels of a patch.
     *
     * @param t scratch memory, a vector for each product
     * @param v product f of channel c goes to {@code to + f·pitch + c/DEPTH·block + c mod DEPTH}
     */
    void transformPatch(WinogradPatch patch, float[] t, float[] v, int to, int block, int pitch) {
        int channels = shape.inChannels();
        for (int c = 0; c < channels; c += L) {
            int target = to + c / DEPTH * block + c % DEPTH;
            form.input(patch.source(), patch.at() + c, patch.line(), channels, t, v, target, pitch);
        }
    }

    int image(int tile) {
        return tile / columns / lines;
    }

    /** Lines of a tile, fewer at the lower edge. */
    int height(int tile) {
        return Math.min(side(), shape.outHeight() - top(tile));
    }

    /** Columns of a tile, fewer at the right edge. */
    int width(int tile) {
        return Math.min(side(), shape.outWidth() - left(tile));
    }

    /** Number of the first pixel of a tile's line among those of the output. */
    int pixel(int tile, int line) {
        return (image(tile) * shape.outHeight() + top(tile) + line) * shape.outWidth() + left(tile);
    }

    /** First line of a tile in the output. */
    int top(int tile) {
        return tile / columns % lines * side();
    }

    /** First column of a tile in the output. */
    int left(int tile) {
        return tile % columns * side();
    }

    /**
     * Transforms the weights {@code [3, 3, i, o]} of an input channel and of output channels from..to−1, which
     * begin and end at multiples of L.
     *
     * @param u packed as {@link #panels} say for each product; modified
     * @param t scratch memory
     */
    public void transformWeight(float[] w, int input, int from, int to, float[] t, float[] u) {
        int outputs = shape.outChannels();
        for (int o = from; o < to; o += L) {
            int target = panels.at(input, o);
            form.weight(w, input * outputs + o, shape.inChannels() * outputs, t, u, target, weightPitch());
        }
    }
}
