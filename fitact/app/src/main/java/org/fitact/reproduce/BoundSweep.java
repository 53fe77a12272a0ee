package org.fitact.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.fault.kind.FlipKind;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.NeuronProfile;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStore;
import org.fitact.study.Hardening;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * Figure 1: a GBReLU of one bound in layer 2 and plain ReLUs everywhere else, without faults and with faults in the
 * weights and biases of the first two layers, for several bounds.
 */
public final class BoundSweep {

    /** The name of the network without a bound. */
    public static final String UNBOUNDED = "none";

    private static final int FAULTY_LAYERS = 2;
    private static final Deployment DEPLOYMENT = Deployment.of(FixedPoint.DEFAULT);
    private static final BoundedActivation GBRELU =
            new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.GIVEN);

    private final NetworkStudy study;
    private final Preset.Sweep sweep;

    BoundSweep(NetworkStudy study, Preset.Sweep sweep) {
        this.study = study;
        this.sweep = sweep;
    }

    /** The name under which a bound's trials are stored. */
    public static String nameOf(float bound) {
        return String.format(Locale.ROOT, "bound %.6g", bound);
    }

    /** Runs the trials that are missing. */
    void run(Path trials) throws IOException {
        study.listener().stage("figure 1, " + study.preset().name());
        Checkpoint checkpoint = Checkpoint.read(study.folder().model());
        CheckpointInfo info = checkpoint.info();
        Images images = Split.sample(study.images().test(), sweep.images(), study.seed());
        try (Network network = checkpoint.load(study.backend());
                EvaluationSet evaluation = new EvaluationSet(study.backend(), images, info.normalisation(), 100)) {
            NeuronProfile profile = Hardening.profile(study.folder(), network);
            Site site = network.sites().get(1);
            float maximum = profile.at(site, Granularity.LAYER)[0];
            MemoryImage memory = MemoryImage.of(network, DEPLOYMENT);
            CampaignSettings settings = settings(memory.space());
            JsonNode definition = definition(network, memory, info, settings, images, new Layer(site.name(), maximum));
            try (TrialStore store = TrialStore.openOrCreate(trials, definition)) {
                measure(
                        network,
                        site,
                        maximum,
                        (name, listener) -> new Campaign(
                                        settings,
                                        CampaignScheme.of(List.of(new ProtectedNetwork(name, network)), settings),
                                        evaluation,
                                        evaluation,
                                        store)
                                .run(listener));
            }
        }
    }

    /** Runs the trials of the network as it is now. */
    private interface Trials {
        void run(String name, CampaignListener listener);
    }

    private void measure(Network network, Site site, float maximum, Trials trials) {
        CampaignListener listener = study.listener().campaign();
        int variants = sweep.shares().size() + 1;
        int done = 0;
        for (double share : sweep.shares()) {
            float bound = (float) share * maximum;
            GBRELU.install(network, site, Bounds.within(site, bound));
            trials.run(nameOf(bound), part(listener, done++, variants));
            network.transform(network.graph().withSites(Site::unbounded));
        }
        trials.run(UNBOUNDED, part(listener, done, variants));
    }

    private static CampaignListener part(CampaignListener whole, int before, int parts) {
        return (name, done, total) -> whole.progress(name, before * total + done, parts * total);
    }

    private CampaignSettings settings(FaultSpace space) {
        String[] layers = space.regions().stream()
                .filter(region -> region.kind() == ParameterKind.WEIGHT)
                .map(Region::layer)
                .distinct()
                .limit(FAULTY_LAYERS)
                .toArray(String[]::new);
        FaultFilter filter = FaultFilter.ALL.withLayers(layers).withKinds(ParameterKind.WEIGHT, ParameterKind.BIAS);
        return new CampaignSettings(
                List.of(sweep.rate()),
                StoppingRule.exactly(sweep.trials()),
                new FlipKind(),
                filter,
                DEPLOYMENT,
                study.seed());
    }

    /** Everything that the trials depend on, and the layer and the maximum for whoever reads them. */
    private JsonNode definition(
            Network network,
            MemoryImage memory,
            CheckpointInfo info,
            CampaignSettings settings,
            Images images,
            Layer layer) {
        Identity.Builder definition = Identity.of("sweep")
                .with("model", network.architecture().model())
                .with("dataset", info.dataset())
                .with("images", images.size())
                .with("sweep", sweep)
                .with("layer", layer.name())
                .with("maximum", layer.maximum());
        StudyDefinition.Evaluated measured = new StudyDefinition.Evaluated(images, images, info.normalisation());
        definition.with("conditions", StudyDefinition.conditions(network.backend(), settings, measured));
        definition.with(
                "network", Map.of("architecture", StudyDefinition.architecture(network), "words", memory.sha256()));
        return definition.build().tree();
    }

    /** The layer whose bound is varied, and what its neurons reach without one. */
    private record Layer(String name, float maximum) {}
}
