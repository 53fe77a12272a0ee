package org.fitact.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.estimate.Estimator;
import org.fitact.estimate.GivenFeatures;
import org.fitact.identity.ContentHash;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.FormatRule;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.protect.Protection;
import org.fitact.tensor.backend.Backend;
import org.fitact.transients.TransientFaults;

/**
 * The definition of a study in its trial store: everything that its numbers depend on, and nothing else, as an {@link
 * Identity}. It has three parts: what every outcome depends on ({@value #CONDITIONS}), what the outcomes of one scheme depend
 * on ({@value #NETWORKS}), and what was asked of the campaign, its schemes, rates and trials, on which no single outcome
 * depends.
 */
public final class StudyDefinition {

    /** What all outcomes depend on. */
    public static final String CONDITIONS = "conditions";

    /** By scheme, the network as it lies in memory and how it came about. */
    public static final String NETWORKS = "networks";

    /** Of a network that computes in integers: how, as {@link org.fitact.nn.integer.ArithmeticDocument} writes it. */
    public static final String ARITHMETIC = "arithmetic";

    private static final String NETWORK = "network";
    private static final String IMAGES = "images";
    private static final String WITHOUT_FAULTS = "withoutFaults";

    private StudyDefinition() {}

    /**
     * What is measured on.
     *
     * @param trial the images of every trial
     * @param all those on which the accuracy without faults is measured
     * @param normalisation of all of them
     * @param alarm how alarms are chosen, if they are counted
     */
    public record Evaluated(Images trial, Images all, Normalisation normalisation, Optional<Alarm> alarm) {

        /** Without alarms. */
        public Evaluated(Images trial, Images all, Normalisation normalisation) {
            this(trial, all, normalisation, Optional.empty());
        }
    }

    /** {@link AlarmSettings} by what they are. */
    public record Alarm(Images heldOut, double falseAlarms) {}

    /** The definition of a campaign on networks of one backend. */
    public static JsonNode of(
            String dataset, List<CampaignScheme> schemes, CampaignSettings settings, Evaluated images) {
        Network network = schemes.getFirst().network();
        Map<String, Object> conditions = conditions(schemes.getFirst(), settings, images);
        Map<String, Object> networks = new LinkedHashMap<>();
        Estimator estimator = settings.estimator();
        schemes.forEach(scheme -> networks.put(scheme.name(), network(scheme)));
        Identity.Builder study = Identity.of("study");
        if (estimator.worst() < 1) {
            study.with("worst", estimator.worst());
        }
        return study.with("model", network.architecture().model())
                .with("dataset", dataset)
                .with("parameters", network.parameterCount())
                .with("bounds", network.neurons())
                .with("schemes", schemes.stream().map(CampaignScheme::name).toList())
                .with("rates", settings.rates())
                .with("stopping", settings.stopping())
                .with("images", images.trial().size())
                .with("testImages", images.all().size())
                .with(CONDITIONS, conditions)
                .with(NETWORKS, networks)
                .build()
                .tree();
    }

    private static Map<String, Object> conditions(CampaignScheme scheme, CampaignSettings settings, Evaluated images) {
        Map<String, Object> conditions = conditions(scheme.network().backend(), settings, images);
        if (scheme.hardened().integers().isPresent()) {
            conditions.put("inference", Map.of("name", "integers", "version", 1));
            // Each scheme's arithmetic says how its parameters are stored.
            conditions.put("deployment", withoutFormats(settings.deployment()));
            settings.transients().ifPresent(faults -> {
                Map<String, Object> transients = transients(faults, settings);
                transients.remove("format");
                conditions.put("transients", transients);
            });
        }
        return conditions;
    }

    /**
     * Of a definition, what the trials of one scheme depend on, wherever they are computed: neither the images on which nothing is
     * struck, nor those by which an alarm was chosen.
     */
    public static JsonNode ofTrials(JsonNode study, String scheme) {
        return ofTrials(study.path(CONDITIONS), study.path(NETWORKS).path(scheme));
    }

    /** The same of a scheme as it lies on a backend, and of images as they are there; equal only where trials come out equal. */
    public static JsonNode ofTrials(
            CampaignScheme scheme, CampaignSettings settings, Images trial, Normalisation normalisation) {
        ObjectNode fields = Identity.of("trials")
                .with(CONDITIONS, conditions(scheme, settings, new Evaluated(trial, trial, normalisation)))
                .with(NETWORKS, network(scheme))
                .build()
                .tree();
        return ofTrials(fields.path(CONDITIONS), fields.path(NETWORKS));
    }

    private static JsonNode ofTrials(JsonNode conditions, JsonNode network) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ObjectNode kept = conditions.deepCopy();
        kept.remove("alarm");
        ((ObjectNode) kept.path(IMAGES)).remove(WITHOUT_FAULTS);
        fields.set(CONDITIONS, kept);
        fields.set(NETWORK, network.deepCopy());
        return fields;
    }

    /** What all outcomes depend on, whatever the network. */
    public static Map<String, Object> conditions(Backend backend, CampaignSettings settings, Evaluated images) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        images.alarm().ifPresent(alarm -> conditions.put("alarm", alarm(alarm)));
        conditions.put("backend", backend(backend));
        conditions.put("deployment", deployment(settings.deployment()));
        if (settings.estimator().averaged()) {
            conditions.put("estimator", Map.of("name", "averaged", "version", 1, "draws", GivenFeatures.DRAWS));
        }
        conditions.put("faults", faults(settings));
        conditions.put("filter", settings.filter());
        conditions.put(
                IMAGES, Map.of("trial", ContentHash.of(images.trial()), WITHOUT_FAULTS, ContentHash.of(images.all())));
        conditions.put("normalisation", images.normalisation());
        if (settings.scrubs() > 0) {
            conditions.put("scrubs", settings.scrubs());
        }
        conditions.put("seed", settings.seed());
        settings.transients().ifPresent(faults -> conditions.put("transients", transients(faults, settings)));
        return conditions;
    }

    private static Map<String, Object> transients(TransientFaults faults, CampaignSettings settings) {
        Map<String, Object> transients = new LinkedHashMap<>(faults.identity());
        if (faults.count() instanceof TransientFaults.Count.OfCampaign) {
            transients.put("largestRate", settings.rates().getLast());
        }
        return transients;
    }

    private static Map<String, Object> alarm(Alarm alarm) {
        return Map.of("falseAlarms", alarm.falseAlarms(), "heldOut", ContentHash.of(alarm.heldOut()), "version", 1);
    }

    /** Not the codes, which are a scheme's: what they store is among the words of its network. */
    private static Map<String, Object> deployment(Deployment deployment) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("arithmetic", NumberFormats.identity(deployment.arithmetic()));
        identity.put("boundArithmetic", NumberFormats.identity(deployment.boundArithmetic()));
        identity.putAll(withoutFormats(deployment));
        if (!deployment.formats().isEmpty()) {
            identity.put(
                    "formats",
                    deployment.formats().stream().map(StudyDefinition::format).toList());
        }
        return identity;
    }

    private static Map<String, Object> withoutFormats(Deployment deployment) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("foldBatchNorm", deployment.foldBatchNorm());
        identity.put("batchSize", deployment.batchSize());
        // As it was always said of bounds, before there was anything else to observe.
        if (deployment.fusion() == Fusion.ALL_BUT_BOUNDS) {
            identity.put("boundsApart", true);
        } else if (deployment.fusion() != Fusion.ALL) {
            identity.put("fusion", deployment.fusion());
        }
        return identity;
    }

    private static Map<String, Object> format(FormatRule rule) {
        return Map.of(
                "layers", rule.layers(),
                "kinds", rule.kinds(),
                "format", NumberFormats.identity(rule.format()));
    }

    /** A backend by what its results depend on. */
    public static Map<String, Object> backend(Backend backend) {
        return Map.of("name", backend.name(), "choices", backend.numericChoices());
    }

    /** The form of a network, without its numbers. */
    public static Map<String, Object> architecture(Network network) {
        return Map.of(
                "model", network.architecture().model(),
                "input", network.architecture().input().extents(),
                "classes", network.architecture().classes(),
                "graph", network.graph().nodes());
    }

    /** Where rates are coupled, what is hit at one of them depends on the largest. */
    private static Map<String, Object> faults(CampaignSettings settings) {
        Map<String, Object> faults = new LinkedHashMap<>();
        // As these names have always stood in studies.
        faults.put("kind", settings.faults().name().replace('-', '_'));
        faults.putAll(settings.faults().details());
        if (settings.faults().dependsOnLargestRate()) {
            faults.put("largestRate", settings.rates().getLast());
        }
        return faults;
    }

    private static Map<String, Object> network(CampaignScheme scheme) {
        Map<String, Object> activations = new LinkedHashMap<>();
        for (Site site : scheme.network().sites()) {
            activations.put(site.name(), activation(site));
        }
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("architecture", architecture(scheme.network()));
        network.put("activations", activations);
        scheme.hardened().integers().ifPresent(integers -> network.put(ARITHMETIC, integers.identity()));
        network.put("hardened", scheme.hardened().origin());
        network.put("words", scheme.words());
        if (scheme.isWatched()) {
            // Its graph is in the words; what its codes and checks do is not.
            Protection protection = scheme.hardened().protection();
            Map<String, Object> watching = new LinkedHashMap<>();
            watching.put("name", protection.name());
            watching.put("version", protection.version());
            if (!protection.codes().isEmpty()) {
                watching.put("codes", protection.codes());
            }
            network.put("protection", watching);
        }
        return network;
    }

    /** The function but for its bounds, which are among the words. */
    private static Map<String, Object> activation(Site site) {
        Bound bound = site.bound();
        if (bound == null) {
            return Map.of("function", site.function().label());
        }
        Map<String, Object> bounded = new LinkedHashMap<>();
        bounded.put("function", "bounded");
        bounded.put("policy", bound.policy());
        bounded.put("granularity", bound.granularity());
        bounded.put("kappa", bound.kappa());
        // A ReLU is in the bounded one, and was never named.
        if (!(site.function() instanceof Relu)) {
            bounded.put(
                    "behind",
                    site.function() == null ? site.kind() : site.function().label());
        }
        return bounded;
    }
}
