package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.fitact.nn.integer.QuantisationSettings;

/**
 * How many bits integers have that are compared with float: the same for all presets, but for how much of it is run.
 *
 * @param widths bits of weights, bounds and values, ascending; biases have 32
 * @param accumulator bits of sums
 * @param calibrationImages of the training set, at most
 * @param schemes networks under these, in the order of the table
 * @param runs by preset; of another, the network of its figures on as many images as its campaign
 */
public record WidthPreset(
        List<Integer> widths, int accumulator, int calibrationImages, List<String> schemes, List<Run> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How much a preset runs: networks, and test images of each. */
    public record Run(String preset, List<String> networks, int images) {}

    /** From the program's resources. */
    public static WidthPreset read() {
        try (InputStream in = WidthPreset.class.getResourceAsStream("widths.json")) {
            return JSON.readValue(in, WidthPreset.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the widths cannot be read", e);
        }
    }

    /** How much of it a preset runs. */
    public Run of(Preset preset) {
        String network = preset.figureNetwork();
        return runs.stream()
                .filter(run -> run.preset().equals(preset.name()))
                .findFirst()
                .orElseGet(() -> new Run(
                        preset.name(),
                        List.of(network),
                        preset.network(network).campaign().images()));
    }

    QuantisationSettings settings(int width) {
        return QuantisationSettings.of(width, accumulator);
    }
}
