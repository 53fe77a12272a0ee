package org.fitact.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.study.CampaignRun;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.study.Training;
import org.fitact.tensor.backend.Backend;

/** The stages of one network. Each takes up what it finds done in the folder, and needs those before it. */
final class NetworkStudy {

    private final NetworkPreset preset;
    private final long seed;
    private final StudyFolder folder;
    private final Path dataDir;
    private final Backend backend;
    private final ReproductionListener listener;
    private Optional<TrialCluster> cluster = Optional.empty();
    private DataSet images;

    NetworkStudy(
            NetworkPreset preset,
            long seed,
            StudyFolder folder,
            Path dataDir,
            Backend backend,
            ReproductionListener listener) {
        this.preset = preset;
        this.seed = seed;
        this.folder = folder;
        this.dataDir = dataDir;
        this.backend = backend;
        this.listener = listener;
    }

    /** Has the trials of campaigns computed by other processes, if there are any. */
    NetworkStudy on(Optional<TrialCluster> others) {
        cluster = others;
        return this;
    }

    NetworkPreset preset() {
        return preset;
    }

    long seed() {
        return seed;
    }

    StudyFolder folder() {
        return folder;
    }

    Backend backend() {
        return backend;
    }

    ReproductionListener listener() {
        return listener;
    }

    DataSet images() throws IOException {
        if (images == null) {
            images = DataSets.open(preset.dataset(), dataDir);
        }
        return images;
    }

    void train() throws IOException {
        listener.stage("train " + preset.name());
        StudyFolder.writable(folder.path());
        HeldOut heldOut = new HeldOut(preset.heldOut(), seed);
        new Training(folder, backend, images(), heldOut, preset.recipe().recipe(seed))
                .run(preset.model(), seed, listener.training(preset.recipe().epochs()));
    }

    /** Measures the maxima of all neurons. */
    void profile() throws IOException {
        listener.stage("profile " + preset.name());
        harden(folder, preset.hardening(), List.of());
    }

    /** Hardens by all schemes of the campaign. */
    void harden() throws IOException {
        listener.stage("harden " + preset.name());
        harden(folder, preset.hardening(), preset.campaign().schemes());
    }

    /** Hardens into a folder of its own. */
    void harden(StudyFolder into, HardeningSettings settings, List<String> schemes) throws IOException {
        List<Protection> protections = new ArrayList<>();
        schemes.forEach(scheme -> protections.add(Protections.named(scheme)));
        new Hardening(folder, into, backend, images().train(), settings, seed)
                .run(protections, listener.hardening(schemes));
    }

    void campaign(CampaignRun.Provenance provenance) throws IOException {
        listener.stage("break " + preset.name());
        try (CampaignRun run = campaignRun()) {
            run.run(folder, listener.campaign(), provenance);
        }
    }

    /** Of the preset. */
    CampaignRun campaignRun() throws IOException {
        NetworkPreset.Campaign campaign = preset.campaign();
        return campaignRun(campaign.schemes(), campaign.settings(seed), campaign.images());
    }

    /**
     * A campaign of networks that are hardened in the study's folder.
     *
     * @param schemes with the codes of their memory
     * @param images of a trial, of the test set
     */
    CampaignRun campaignRun(List<String> schemes, CampaignSettings settings, int images) throws IOException {
        CampaignRun run = new CampaignRun(folder, backend, schemes, settings, images().test(), images);
        cluster.ifPresent(run::on);
        return run;
    }
}
