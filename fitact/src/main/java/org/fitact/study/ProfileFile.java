package org.fitact.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.results.LayerNeurons;
import org.fitact.identity.Identity;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.model.Network;
import org.fitact.protect.NeuronProfile;

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
        for (ActivationSite site : network.activationSites()) {
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
        SafetensorsFile stored = SafetensorsFile.read(file);
        List<LayerNeurons> layers = new ArrayList<>();
        for (String site : stored.metadata().getOrDefault(SITES, "").split(",")) {
            StoredTensor tensor = stored.tensors().get(site);
            if (tensor == null) {
                throw new InvalidFileException(file, "metadata " + SITES, site, "names of the file's tensors");
            }
            layers.add(new LayerNeurons(site, tensor.elements(), tensor.floats(), Map.of()));
        }
        return layers;
    }

    /** How long measuring took. */
    static double seconds(Path file) throws IOException {
        return Double.parseDouble(SafetensorsFile.read(file).metadata().getOrDefault(SECONDS, "NaN"));
    }

    /** @throws InvalidFileException if the file is not of this network */
    static NeuronProfile read(Path file, Network network) throws IOException {
        SafetensorsFile stored = SafetensorsFile.read(file);
        Map<String, float[]> maxima = new LinkedHashMap<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        for (ActivationSite site : network.activationSites()) {
            StoredTensor tensor = stored.tensors().get(site.name());
            if (tensor == null || tensor.type() != TensorType.F32 || tensor.elements() != site.neurons()) {
                throw new InvalidFileException(
                        file,
                        "tensor " + site.name(),
                        tensor == null ? "missing" : tensor.toString(),
                        "F32 of shape " + site.featureMap() + " for " + network.architecture());
            }
            maxima.put(site.name(), tensor.floats());
            channels.put(site.name(), site.featureMap().extent(-1));
        }
        return new NeuronProfile(maxima, channels);
    }
}
