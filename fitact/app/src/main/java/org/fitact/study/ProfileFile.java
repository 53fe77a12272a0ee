package org.fitact.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.identity.Identity;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Metadata;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.protect.NeuronProfile;
import org.fitact.results.LayerNeurons;

/**
 * A neuron profile as a safetensors file: for each site one tensor of the shape of its feature map, channels last, that holds
 * the maxima, and a second one for the minima where values may be negative.
 */
final class ProfileFile {

    private ProfileFile() {}

    private static final String SITES = "sites";
    private static final String SECONDS = "seconds";
    private static final String MINIMA = ".minima";

    /**
     * @param identity the network and the images that it was measured on
     * @param seconds that measuring took
     */
    static void write(Path file, NeuronProfile profile, Network network, Identity identity, double seconds)
            throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String site : profile.maxima().keySet()) {
            int[] extents = network.graph().shape(site).extents();
            tensors.put(site, StoredTensor.of(extents, profile.maxima().get(site)));
            if (profile.minima().containsKey(site)) {
                tensors.put(
                        site + MINIMA, StoredTensor.of(extents, profile.minima().get(site)));
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(
                "content", "maximum of every neuron over training images, and its minimum where it may be negative");
        metadata.put(SITES, String.join(",", profile.maxima().keySet()));
        metadata.put(Origins.NOTE, identity.json());
        metadata.put(SECONDS, Double.toString(seconds));
        new SafetensorsFile(metadata, tensors).write(file);
    }

    /** Whether there is a profile that has one of some identities: the network, the images, the sites. */
    static boolean isOneOf(Path file, Set<Identity> identities) throws IOException {
        return Files.exists(file)
                && Origins.of(SafetensorsFile.read(file).metadata())
                        .filter(identities::contains)
                        .isPresent();
    }

    /** All layers in the order of their use. */
    static List<LayerNeurons> layers(Path file) throws IOException {
        StoredValues stored = StoredValues.read(file);
        List<LayerNeurons> layers = new ArrayList<>();
        for (String site : stored.metadata().text(SITES).split(",")) {
            float[] maxima = maxima(stored, site);
            if (maxima.length == 0) {
                throw new InvalidFileException(file, "tensor " + site, "empty", "one maximum a neuron");
            }
            layers.addAll(NeuronsDocument.layers(site, maxima, minima(stored, site), List.of()));
        }
        return layers;
    }

    /** How long measuring took. */
    static double seconds(Path file) throws IOException {
        Metadata metadata = StoredValues.read(file).metadata();
        return metadata.entries().containsKey(SECONDS) ? metadata.number(SECONDS) : Double.NaN;
    }

    /** @throws InvalidFileException if the file is not of this network */
    static NeuronProfile read(Path file, Network network) throws IOException {
        StoredValues stored = StoredValues.read(file);
        Map<String, float[]> maxima = new LinkedHashMap<>();
        Map<String, float[]> minima = new LinkedHashMap<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        List<String> profiled = List.of(stored.metadata().text(SITES).split(","));
        for (Site site : network.graph().sites(EnumSet.allOf(Site.Kind.class))) {
            if (site.kind() == Site.Kind.ACTIVATION || profiled.contains(site.name())) {
                maxima.put(site.name(), ofNeurons(stored, site, site.name(), maxima(stored, site.name()), network));
                channels.put(site.name(), site.featureMap().extent(-1));
                String tensor = site.name() + MINIMA;
                // Earlier versions measured none.
                if (site.canBeNegative() && stored.content().tensors().containsKey(tensor)) {
                    minima.put(site.name(), ofNeurons(stored, site, tensor, stored.floats(tensor), network));
                }
            }
        }
        return new NeuronProfile(maxima, minima, channels);
    }

    private static float[] ofNeurons(StoredValues stored, Site site, String tensor, float[] values, Network network)
            throws InvalidFileException {
        if (values.length != site.neurons()) {
            throw new InvalidFileException(
                    stored.file(),
                    "tensor " + tensor,
                    stored.content().tensors().get(tensor).toString(),
                    "F32 of shape " + site.featureMap() + " for " + network.architecture());
        }
        return values;
    }

    /** Empty where the values are never negative. */
    private static float[] minima(StoredValues stored, String site) throws InvalidFileException {
        boolean both = stored.content().tensors().containsKey(site + MINIMA);
        return both ? stored.floats(site + MINIMA) : new float[0];
    }

    private static float[] maxima(StoredValues stored, String site) throws InvalidFileException {
        float[] maxima = stored.floats(site);
        for (int i = 0; i < maxima.length; i++) {
            if (maxima[i] < 0) {
                throw new InvalidFileException(
                        stored.file(), "neuron " + i + " of tensor " + site, "" + maxima[i], "a maximum of 0 or more");
            }
        }
        return maxima;
    }
}
