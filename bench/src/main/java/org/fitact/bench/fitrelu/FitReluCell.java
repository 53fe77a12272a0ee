package org.fitact.bench.fitrelu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.BoundedReluBenchmark;
import org.fitact.text.Numbers;

/**
 * What is measured in one go, forward and backward.
 *
 * @param activation policy and granularity, {@code smooth-neuron}
 * @param kibibytes of the input, and of the output
 * @param batch images, which share the bounds of neurons
 * @param near share of the outputs near their bounds, 0..1
 */
public record FitReluCell(String activation, int kibibytes, int batch, double near, int threads) {

    /** All that are asked for. Only smooth forms take longer near their bounds, so others are measured at the first share. */
    static List<FitReluCell> of(FitReluRun.Settings settings) {
        List<FitReluCell> cells = new ArrayList<>();
        for (int threads : settings.threads()) {
            for (int batch : settings.batches()) {
                for (double near : settings.near()) {
                    for (int kibibytes : settings.kibibytes()) {
                        settings.activations().stream()
                                .filter(activation -> activation.startsWith("smooth")
                                        || near == settings.near().getFirst())
                                .forEach(activation ->
                                        cells.add(new FitReluCell(activation, kibibytes, batch, near, threads)));
                    }
                }
            }
        }
        return cells;
    }

    Map<String, List<String>> parameters(String device) {
        return Map.of(
                "activation", List.of(activation),
                "kibibytes", List.of(Integer.toString(kibibytes)),
                "batch", List.of(Integer.toString(batch)),
                "near", List.of(Double.toString(near)),
                "threads", List.of(Integer.toString(threads)),
                "device", List.of(device));
    }

    /** Bytes of the input. */
    double map() {
        return 1024.0 * kibibytes;
    }

    /** Bytes that a direction reads and writes at least. */
    double bytes(String direction) {
        return BoundedReluBenchmark.bytes(direction, activation, map(), batch);
    }

    /** {@code 256 KiB}, {@code 4 MiB}. */
    static String size(int kibibytes) {
        return kibibytes < 1024 || kibibytes % 1024 != 0 ? kibibytes + " KiB" : kibibytes / 1024 + " MiB";
    }

    @Override
    public String toString() {
        return activation + ", " + size(kibibytes) + ", batch " + batch + ", " + Numbers.percent(near) + " % near, "
                + Numbers.counted(threads, "thread");
    }
}
