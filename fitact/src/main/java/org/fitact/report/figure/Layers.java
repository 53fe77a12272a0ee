package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.fitact.campaign.results.LayerNeurons;

/** Chooses which layers a figure shows. */
final class Layers {

    static final int SHOWN = 12;

    private Layers() {}

    /** All, or if there are many, {@value #SHOWN} evenly spaced ones, the first and the last among them. */
    static List<LayerNeurons> shown(List<LayerNeurons> layers) {
        if (layers.size() <= SHOWN) {
            return layers;
        }
        List<LayerNeurons> shown = new ArrayList<>();
        for (int i = 0; i < SHOWN; i++) {
            shown.add(layers.get(Math.round((float) i * (layers.size() - 1) / (SHOWN - 1))));
        }
        return shown;
    }

    /** A sentence for the caption, empty when all are shown. */
    static String note(List<LayerNeurons> layers) {
        return layers.size() <= SHOWN ? "" : " " + SHOWN + " of " + layers.size() + " layers are shown.";
    }

    /** The largest of some values, and at least a little above zero, to end an axis. */
    static double largest(float[] values) {
        float largest = 1e-6f;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
