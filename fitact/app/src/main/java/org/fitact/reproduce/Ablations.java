package org.fitact.reproduce;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.HardeningSettings.ResidualBounds;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStore;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * Hardens and breaks every variant of one network, each in a folder of its own; not those of bounds in residual blocks, where it has
 * none.
 */
final class Ablations {

    private final NetworkStudy study;
    private final Preset.Ablation preset;

    Ablations(NetworkStudy study, Preset.Ablation preset) {
        this.study = study;
        this.preset = preset;
    }

    void run(ReproductionFolder out) throws IOException {
        Graph graph = Checkpoint.read(study.folder().model()).graph();
        boolean residual = !graph.sites(EnumSet.of(Site.Kind.BRANCH)).isEmpty();
        List<Variant> variants = Variant.of(preset).stream()
                .filter(variant -> residual || variant.residualBounds() == ResidualBounds.SUM)
                .toList();
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            boolean first = variants.subList(0, i).stream()
                    .noneMatch(earlier -> earlier.id().equals(variant.id()));
            if (first) {
                StudyFolder folder = out.ablation(study.preset().name(), variant.id());
                StudyFolder.writable(folder.path());
                harden(folder, variant);
                measure(folder, variant);
            }
        }
    }

    private void harden(StudyFolder folder, Variant variant) throws IOException {
        study.listener().stage("harden " + study.preset().name() + ", " + variant.id());
        HardeningSettings settings = new HardeningSettings(
                        variant.postTraining(study.preset().postTraining(), preset.epochs()),
                        study.preset().search(),
                        0,
                        variant.places(),
                        FixedPoint.DEFAULT)
                .with(variant.residualBounds());
        study.harden(folder, settings, List.of(variant.scheme()));
    }

    private void measure(StudyFolder folder, Variant variant) throws IOException {
        study.listener().stage("break " + study.preset().name() + ", " + variant.id());
        Checkpoint checkpoint = Checkpoint.read(folder.hardened(variant.scheme()));
        CampaignSettings settings = settings(variant);
        Images test = study.images().test();
        Images images = Split.sample(test, preset.images(), study.seed());
        int batch = settings.deployment().batchSize();
        var normalisation = checkpoint.info().normalisation();
        try (Network network = checkpoint.load(study.backend());
                EvaluationSet some = new EvaluationSet(study.backend(), images, normalisation, batch);
                EvaluationSet all = new EvaluationSet(study.backend(), test, normalisation, batch)) {
            ProtectedNetwork hardened = new ProtectedNetwork(
                    variant.id(), network, variant.protection(), Map.of(), Hardening.identity(checkpoint));
            List<CampaignScheme> one = List.of(CampaignScheme.of(hardened, settings));
            String dataset = checkpoint.info().dataset();
            try (TrialStore store = TrialStore.openOrCreate(
                    folder.trials(),
                    StudyDefinition.of(
                            dataset, one, settings, new StudyDefinition.Evaluated(images, test, normalisation)))) {
                new Campaign(settings, one, some, all, store)
                        .run(study.listener().campaign());
            }
        }
    }

    private CampaignSettings settings(Variant variant) {
        EnumSet<ParameterKind> kinds = EnumSet.allOf(ParameterKind.class);
        if (!variant.boundsAtRisk()) {
            kinds.remove(ParameterKind.BOUND);
        }
        return new CampaignSettings(
                preset.rates(),
                StoppingRule.exactly(preset.trials()),
                new FlipKind(),
                FaultFilter.ALL.withKinds(kinds.toArray(ParameterKind[]::new)),
                new Deployment(FixedPoint.DEFAULT, variant.foldBatchNorm(), 100),
                study.seed());
    }
}
