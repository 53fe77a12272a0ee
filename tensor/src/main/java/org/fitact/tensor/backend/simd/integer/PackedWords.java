package org.fitact.tensor.backend.simd.integer;

import org.fitact.tensor.integer.LayerWords;

/**
 * The weights of sums of taps, packed in panels. They are kept as floats, in half the memory of doubles: whole numbers up to
 * 2^24 are exact there, and a layer with another word is not computed so.
 */
final class PackedWords implements LayerWords.Form {

    /** The least magnitude that is none: words of it and above are floats of it and above. */
    private static final float TOO_LARGE = 0x1p24f;

    private final long[] words;
    private final int channels;
    private final int terms;
    private final WordPanels panels;
    private final float[] packed;
    private int tooLarge;

    private PackedWords(LayerWords layer) {
        words = layer.weight();
        channels = layer.channels();
        terms = words.length / channels;
        panels = new WordPanels(channels);
        packed = new float[terms * panels.padded()];
        for (int i = 0; i < words.length; i++) {
            changed(i);
        }
    }

    static PackedWords of(LayerWords layer) {
        return layer.form(PackedWords.class, () -> new PackedWords(layer));
    }

    @Override
    public void changed(int index) {
        int at = panels.at(index / channels, index % channels, terms);
        tooLarge -= Math.abs(packed[at]) >= TOO_LARGE ? 1 : 0;
        packed[at] = words[index];
        tooLarge += Math.abs(packed[at]) >= TOO_LARGE ? 1 : 0;
    }

    /** Whether all words are what they are. */
    boolean isExact() {
        return tooLarge == 0;
    }

    WordPanels panels() {
        return panels;
    }

    /**
     * Terms of a panel as doubles.
     *
     * @param b modified, from index 0 on
     */
    void unpack(int panel, int from, int count, double[] b) {
        int width = panels.width(panel);
        DoubleSums.widen(packed, panels.start(panel) * terms + from * width, count * width, b);
    }
}
