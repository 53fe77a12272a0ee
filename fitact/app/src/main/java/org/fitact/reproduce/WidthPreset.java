package org.fitact.reproduce;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.integer.QuantisationSettings;

/**
 * How many bits integers have that are compared with float: the same for all presets, but for how much of it is run.
 *
 * @param widths bits of weights, bounds and values, ascending; biases have 32
 * @param accumulator bits of sums
 * @param calibrationImages of the training set, at most
 * @param schemes networks under these, in the order of the table
 * @param runs by preset, without trials, since nothing is random; see {@link Extent} for another
 */
public record WidthPreset(
        List<Integer> widths, int accumulator, int calibrationImages, List<String> schemes, List<Extent> runs) {

    /** From the program's resources. */
    public static WidthPreset read() {
        return Resource.read("widths.json", WidthPreset.class);
    }

    /** How much of it is run of a network of a preset; empty if nothing. */
    Optional<Extent> of(Preset preset, NetworkPreset network) {
        return Extent.of(runs, preset, network);
    }

    QuantisationSettings settings(int width) {
        return QuantisationSettings.of(width, accumulator);
    }
}
