package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Which protections of the field stand beside each other, under which faults: the same for all presets, but for how much of it is run.
 *
 * @param rates of faults in memory
 * @param front one of them, at which accuracy is drawn over cost
 * @param deployed the schemes, with the codes of their memory, and the format of all
 */
public record FieldPreset(List<Double> rates, double front, MemoryPreset.Case deployed, List<Extent> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public FieldPreset {
        rates = List.copyOf(rates);
        runs = List.copyOf(runs);
    }

    /** From the program's resources. */
    public static FieldPreset read() {
        try (InputStream in = FieldPreset.class.getResourceAsStream("field.json")) {
            return JSON.readValue(in, FieldPreset.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the schemes of the field cannot be read", e);
        }
    }

    /** How much of it a preset runs. */
    public Extent of(Preset preset) {
        return Extent.of(runs, preset);
    }
}
