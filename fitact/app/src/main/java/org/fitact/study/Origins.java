package org.fitact.study;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.campaign.StudyDefinition;
import org.fitact.identity.ContentHash;
import org.fitact.identity.Identity;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.TrainingData;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Protection;
import org.fitact.tensor.backend.Backend;

/** The identities of what the stages of a study leave in its folder. */
final class Origins {

    /** Under which an artefact's metadata have the canonical JSON of its identity. */
    static final String NOTE = "identity";

    /** Images of a run that evaluates; what algorithm a backend chooses for a shape can depend on it. */
    static final int EVALUATION_BATCH = 100;

    private Origins() {}

    /** What metadata say; empty if they say nothing, or nothing that this program wrote. */
    static Optional<Identity> of(Map<String, String> metadata) {
        try {
            return Optional.ofNullable(metadata.get(NOTE)).map(Identity::parse);
        } catch (IllegalArgumentException notAnIdentity) {
            // What does not say what it was made from is made again, or refused by whoever cannot make it.
            return Optional.empty();
        }
    }

    /** Of a network in training: all that its weights depend on. */
    static Identity training(Network network, long seed, DataSet images, HeldOut heldOut, Recipe recipe) {
        return Identity.of("training")
                .with("architecture", StudyDefinition.architecture(network))
                .with("seed", seed)
                .with("images", ContentHash.of(images.train()))
                .with("heldOut", heldOut)
                .with("recipe", recipe)
                .with("backend", StudyDefinition.backend(network.backend()))
                .build();
    }

    /** Of what a finished training came to: of the accuracy on the test set too. */
    static Identity result(Identity training, Images test) {
        return Identity.of("result")
                .with("training", training)
                .with("test", ContentHash.of(test))
                .with("batch", EVALUATION_BATCH)
                .build();
    }

    /** What everything that is made of a trained network depends on. */
    record Trained(Object architecture, String parameters, String train, String heldOut, Object normalisation) {

        static Trained of(Network network, TrainingData data) {
            return new Trained(
                    StudyDefinition.architecture(network),
                    ContentHash.of(network),
                    ContentHash.of(data.train()),
                    ContentHash.of(data.heldOut()),
                    data.normalisation());
        }
    }

    /**
     * Of what a network's neurons reach.
     *
     * @param sites that are profiled
     */
    static Identity profile(Trained trained, List<Site> sites, Backend backend) {
        Identity.Builder profile = from(Identity.of("profile"), trained, backend);
        // As it has always been where there are maxima of activations alone.
        if (sites.stream().anyMatch(Site::canBeNegative)) {
            profile.with("sites", sites.stream().map(Site::name).toList());
        }
        return profile.build();
    }

    /** Of all that hold what the neurons at some places reach: at these alone, or at others too. */
    static Set<Identity> profiles(Trained trained, Graph graph, Set<Site.Kind> places, Backend backend) {
        List<Set<Site.Kind>> holding = new ArrayList<>(List.of(places));
        for (Site.Kind kind : EnumSet.complementOf(EnumSet.copyOf(places))) {
            for (Set<Site.Kind> some : List.copyOf(holding)) {
                Set<Site.Kind> more = EnumSet.copyOf(some);
                more.add(kind);
                holding.add(more);
            }
        }
        return holding.stream()
                .map(held -> profile(trained, graph.sites(held), backend))
                .collect(Collectors.toSet());
    }

    /**
     * Of a network under a scheme.
     *
     * @param profile of the places of the scheme
     */
    static Identity hardened(
            Protection scheme,
            HardeningSettings settings,
            long seed,
            Trained trained,
            NeuronProfile profile,
            Backend backend) {
        Identity.Builder hardened = from(Identity.of("hardened"), trained, backend);
        Set<Site.Kind> places = scheme.places(settings);
        if (scheme.placesBounds() && !places.equals(Site.Kind.USUAL)) {
            hardened.with("places", List.copyOf(places));
        }
        if (scheme.placesBounds() && settings.residual() != HardeningSettings.ResidualBounds.SUM) {
            hardened.with("residualBounds", settings.residual());
        }
        if (!profile.minima().isEmpty()) {
            hardened.with("minima", ContentHash.of(profile.minima()));
        }
        return hardened.with("scheme", Map.of("name", scheme.name(), "version", scheme.version()))
                .with("settings", scheme.settings(settings))
                .with("lossLimit", settings.postTraining().delta())
                .with("arithmetic", NumberFormats.identity(settings.arithmetic()))
                .with("seed", seed)
                .with("profile", ContentHash.of(profile.maxima()))
                .build();
    }

    private static Identity.Builder from(Identity.Builder identity, Trained trained, Backend backend) {
        return identity.with("network", Map.of("architecture", trained.architecture, "parameters", trained.parameters))
                .with("images", Map.of("train", trained.train, "heldOut", trained.heldOut))
                .with("normalisation", trained.normalisation)
                .with("batch", EVALUATION_BATCH)
                .with("backend", StudyDefinition.backend(backend));
    }
}
