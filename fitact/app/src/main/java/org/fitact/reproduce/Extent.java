package org.fitact.reproduce;

import java.util.List;

/**
 * How much of a study that all presets share a preset runs.
 *
 * @param preset its name
 * @param networks of it
 * @param images of a trial
 * @param trials at each rate
 */
public record Extent(String preset, List<String> networks, int images, int trials) {

    public Extent {
        networks = List.copyOf(networks);
    }

    /** That of a preset; of one that is not among them, the network of its figures with the images and trials of its campaign. */
    static Extent of(List<Extent> all, Preset preset) {
        return all.stream()
                .filter(extent -> extent.preset.equals(preset.name()))
                .findFirst()
                .orElseGet(() -> asCampaign(preset));
    }

    private static Extent asCampaign(Preset preset) {
        NetworkPreset.Campaign campaign = preset.network(preset.figureNetwork()).campaign();
        return new Extent(preset.name(), List.of(preset.figureNetwork()), campaign.images(), campaign.maxTrials());
    }
}
