package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fitact.report.drawing.Tabulation;
import org.fitact.results.Distribution;
import org.fitact.results.LayerNeurons;
import org.fitact.text.Numbers;

/** Chooses which layers a figure shows. */
final class Layers {

    /** All thirteen of VGG16, the network of the paper's figures, and three more: four rows of four. */
    static final int SHOWN = 16;

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

    /** What a caption says of layers whose points are a sample, empty if none is one. */
    static String sampled(List<LayerNeurons> layers) {
        int points = layers.stream()
                .filter(LayerNeurons::sampled)
                .mapToInt(layer -> layer.maxima().length)
                .max()
                .orElse(0);
        return points == 0
                ? ""
                : " Of a layer with more neurons " + Numbers.grouped(points) + " are drawn, evenly spread over it; its "
                        + "axes hold all of them.";
    }

    /** What a caption says of a study that holds no more than a sample, empty if it holds all neurons. */
    static String incomplete(List<LayerNeurons> layers) {
        return layers.stream().allMatch(LayerNeurons::complete)
                ? ""
                : " An earlier version of this program stored this study: maxima, medians and counts are of a sample of "
                        + Numbers.grouped(layers.stream()
                                .mapToInt(layer -> layer.ofMaxima().count())
                                .max()
                                .orElseThrow())
                        + " neurons of each larger layer; running the campaign again with --resume completes them.";
    }

    /** How something of their neurons is distributed, a row for each. */
    static Tabulation numbers(String what, List<LayerNeurons> layers, Function<LayerNeurons, Distribution> of) {
        List<List<String>> rows = new ArrayList<>();
        for (LayerNeurons layer : layers) {
            Distribution found = of.apply(layer);
            rows.add(List.of(
                    layer.layer(),
                    Numbers.grouped(layer.neurons()),
                    Numbers.significant(found.smallest()),
                    Numbers.significant(found.q1()),
                    Numbers.significant(found.median()),
                    Numbers.significant(found.q3()),
                    Numbers.significant(found.largest())));
        }
        return new Tabulation(
                List.of(what, "neurons", "smallest", "quartile", "median", "quartile", "largest"), 1, rows);
    }

    /** Where an axis for values up to {@code largest} ends: at least a little above zero. */
    static double end(double largest) {
        return Math.max(1e-6, largest);
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
