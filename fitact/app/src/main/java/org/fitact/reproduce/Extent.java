package org.fitact.reproduce;

import java.util.List;
import java.util.Optional;

/**
 * How much of a study that all presets share a preset runs.
 *
 * @param preset its name
 * @param networks of it
 * @param images of a trial; test images, where there are no faults
 * @param trials at each rate; 0 where there are no faults
 */
public record Extent(String preset, List<String> networks, int images, int trials) {

    public Extent {
        networks = List.copyOf(networks);
    }

    /**
     * How much of it a network has: what is listed under its preset's name, if the preset has all networks that are listed there. Of
     * another preset, such as that of a user's file, all networks are run, each with the images and trials of its campaign.
     *
     * @param listed by the study
     * @return empty if the network has no part in it
     */
    static Optional<Extent> of(List<Extent> listed, Preset preset, NetworkPreset network) {
        return listed.stream()
                .filter(extent -> extent.isOf(preset))
                .findFirst()
                .map(extent -> Optional.of(extent).filter(some -> some.networks.contains(network.name())))
                .orElseGet(() -> Optional.of(asCampaign(preset, network)));
    }

    private boolean isOf(Preset some) {
        return preset.equals(some.name())
                && some.networks().stream().map(NetworkPreset::name).toList().containsAll(networks);
    }

    private static Extent asCampaign(Preset preset, NetworkPreset network) {
        NetworkPreset.Campaign campaign = network.campaign();
        return new Extent(preset.name(), List.of(network.name()), campaign.images(), campaign.maxTrials());
    }
}
