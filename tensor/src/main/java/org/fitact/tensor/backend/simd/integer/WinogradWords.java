package org.fitact.tensor.backend.simd.integer;

import org.fitact.tensor.integer.LayerWords;

/**
 * The weights of a 3×3 convolution transformed for Winograd's F(4×4, 3×3) in whole numbers: {@code U = G w Gᵀ} with the rows of G
 * times 4, −6, 6, 24, 24 and 1, so that they are (1, 0, 0), (1, 1, 1), (1, −1, 1), (1, 2, 4), (1, −2, 4), (0, 0, 1).
 * {@link WinogradTransforms} undoes that. An element of U is at most 49 times the largest word; as floats they are
 * exact below 2^24, and a layer with another is not computed so.
 */
final class WinogradWords implements LayerWords.Form {

    /** Products of a tile. */
    static final int PRODUCTS = 36;

    private static final int TAPS = 9;

    /** The least magnitude of an element that is none: of larger ones a float has only some bits. */
    private static final float TOO_LARGE = 0x1p24f;

    private final long[] words;
    private final int inputs;
    private final int channels;
    private final WordPanels panels;
    private final float[] packed;
    /** Of each product and output channel, Σ |U| over the input channels. */
    private final double[] magnitudes;

    private int tooLarge;
    private double growth;
    private boolean known;

    private WinogradWords(LayerWords layer) {
        words = layer.weight();
        channels = layer.channels();
        inputs = words.length / channels / TAPS;
        panels = new WordPanels(channels);
        packed = new float[PRODUCTS * inputs * panels.padded()];
        magnitudes = new double[PRODUCTS * channels];
        for (int i = 0; i < inputs * channels; i++) {
            changed(i);
        }
    }

    static WinogradWords of(LayerWords layer) {
        return layer.form(WinogradWords.class, () -> new WinogradWords(layer));
    }

    /** Transforms the nine taps of a pair of channels again. */
    @Override
    public void changed(int index) {
        int pair = index % (inputs * channels);
        int step = inputs * channels;
        double[] t = new double[18];
        for (int j = 0; j < 3; j++) {
            int at = pair + j * step;
            line(words[at], words[at + 3 * step], words[at + 6 * step], t, j, 3);
        }
        double[] u = new double[PRODUCTS];
        for (int i = 0; i < 6; i++) {
            line(t[3 * i], t[3 * i + 1], t[3 * i + 2], u, 6 * i, 1);
        }
        int at = panels.at(pair / channels, pair % channels, inputs);
        for (int f = 0; f < PRODUCTS; f++) {
            int to = f * inputs * panels.padded() + at;
            float before = Math.abs(packed[to]);
            packed[to] = (float) u[f];
            float now = Math.abs(packed[to]);
            tooLarge += (now >= TOO_LARGE ? 1 : 0) - (before >= TOO_LARGE ? 1 : 0);
            magnitudes[f * channels + pair % channels] += (double) now - before;
        }
        known = false;
    }

    private static void line(double w0, double w1, double w2, double[] to, int at, int step) {
        to[at] = w0;
        to[at + step] = w0 + w1 + w2;
        to[at + 2 * step] = w0 - w1 + w2;
        to[at + 3 * step] = w0 + 2 * w1 + 4 * w2;
        to[at + 4 * step] = w0 - 2 * w1 + 4 * w2;
        to[at + 5 * step] = w2;
    }

    /**
     * Whether the products of inputs up to a magnitude, and all their sums, are exact: each element of U as a float, and with the absolute
     * sums of the rows of Bᵀ, {@code Σ |U| · rows · |x| < 2^51}.
     */
    synchronized boolean isExact(double largest) {
        if (!known) {
            growth = 0;
            for (int i = 0; i < magnitudes.length; i++) {
                int f = i / channels;
                growth = Math.max(
                        growth, magnitudes[i] * WinogradTransforms.growth(f / 6) * WinogradTransforms.growth(f % 6));
            }
            known = true;
        }
        return tooLarge == 0 && growth * largest < Doubles.EXACT;
    }

    WordPanels panels() {
        return panels;
    }

    /**
     * Input channels of a panel of a product, as doubles.
     *
     * @param b modified, from index 0 on
     */
    void unpack(int product, int panel, int from, int count, double[] b) {
        int width = panels.width(panel);
        int at = product * inputs * panels.padded() + panels.start(panel) * inputs + from * width;
        DoubleSums.widen(packed, at, count * width, b);
    }
}
