package org.fitact.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** A neuron profile as a safetensors file: for each site one tensor of the shape of its feature map, channels last. */
final class ProfileFile {

    private ProfileFile() {}

    private static final String SITES = "sites";
    private static final String SECONDS = "seconds";

    /**
     * @param identity the network and the images that it was measured on
     * @param seconds that measuring took
     */
    static void write(Path file, NeuronProfile profile, Network network, Identity identity, double seconds)
            throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Site site : network.sites()) {
            tensors.put(
                    site.name(),
                    StoredTensor.of(
                            site.featureMap().extents(), profile.maxima().get(site.name())));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("content", "maximum of every neuron over training images");
        metadata.put(SITES, String.join(",", profile.maxima().keySet()));
        metadata.put(Origins.NOTE, identity.json());
        metadata.put(SECONDS, Double.toString(seconds));
        new SafetensorsFile(metadata, tensors).write(file);
    }

    /** Whether there is a profile that was measured on this network and these images. */
    static boolean isOf(Path file, Identity identity) throws IOException {
        return Files.exists(file)
                && Origins.of(SafetensorsFile.read(file).metadata())
                        .filter(identity::equals)
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
            layers.add(new LayerNeurons(site, maxima.length, maxima, Map.of()));
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
        Map<String, Integer> channels = new LinkedHashMap<>();
        for (Site site : network.sites()) {
            float[] ofSite = maxima(stored, site.name());
            if (ofSite.length != site.neurons()) {
                throw new InvalidFileException(
                        file,
                        "tensor " + site.name(),
                        stored.content().tensors().get(site.name()).toString(),
                        "F32 of shape " + site.featureMap() + " for " + network.architecture());
            }
            maxima.put(site.name(), ofSite);
            channels.put(site.name(), site.featureMap().extent(-1));
        }
        return new NeuronProfile(maxima, channels);
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
