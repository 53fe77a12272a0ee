package org.fitact.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.cost.Effort;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.DataSource;
import org.fitact.study.CampaignRun;
import org.fitact.tensor.backend.Backend;

/**
 * Runs what figures need. Every stage takes up what lies in the folder, so that a later figure reuses the work of an
 * earlier one and a run that was killed loses at most the epoch or the trial it was at.
 */
public final class Reproduction {

    private final Preset preset;
    private final ReproductionFolder folder;
    private final Path dataDir;
    private final Backend backend;
    private final ReproductionListener listener;
    private int integerThreads = 1;
    private Optional<TrialCluster> cluster = Optional.empty();

    public Reproduction(
            Preset preset, ReproductionFolder folder, Path dataDir, Backend backend, ReproductionListener listener) {
        this.preset = preset;
        this.folder = folder;
        this.dataDir = dataDir;
        this.backend = backend;
        this.listener = listener;
    }

    /** Has this many threads compute in integers; no result depends on them. */
    public void integerThreads(int threads) {
        integerThreads = threads;
    }

    /**
     * Has the trials of campaigns computed by other processes; no result depends on it.
     *
     * @param others to be closed by the caller
     */
    public void on(TrialCluster others) {
        cluster = Optional.of(others);
    }

    /**
     * Runs all stages of some targets.
     *
     * @param only names of networks, models or data sets to which the run is limited; empty for all
     * @throws IllegalArgumentException if {@code only} has a name of nothing in the preset
     */
    public void run(Set<Target> targets, List<String> only, CampaignRun.Provenance provenance) throws IOException {
        List<NetworkPreset> networks = available(preset.chosen(only), targets);
        folder.claim(preset);
        for (NetworkPreset network : networks) {
            run(targets, study(network), provenance);
        }
    }

    /**
     * Runs the stages of some targets only as far as hardening: what a pilot needs.
     *
     * @throws IllegalArgumentException as {@link #run}
     */
    public List<PilotResult> pilot(Set<Target> targets, List<String> only, double halfWidth) throws IOException {
        List<NetworkPreset> networks = available(preset.chosen(only), targets);
        folder.claim(preset);
        List<PilotResult> results = new ArrayList<>();
        for (NetworkPreset network : networks) {
            NetworkStudy study = study(network);
            study.train();
            study.harden();
            results.add(PilotStage.run(study, halfWidth));
        }
        return results;
    }

    /** Those that a target needs and whose data are there; if none are, the first one's error is the user's answer. */
    private List<NetworkPreset> available(List<NetworkPreset> chosen, Set<Target> targets) throws IOException {
        for (Target target : targets) {
            if (isNeededBy(target, preset.networks()) && !isNeededBy(target, chosen)) {
                listener.note(target + " is left out: none of its networks was chosen");
            }
        }
        List<NetworkPreset> needed = chosen.stream()
                .filter(network -> targets.stream().anyMatch(target -> target.needs(preset, network)))
                .toList();
        List<NetworkPreset> available = new ArrayList<>();
        for (NetworkPreset network : needed) {
            DataSource source = DataSets.named(network.dataset());
            if (source.isEmbedded() || source.find(dataDir).isPresent()) {
                available.add(network);
            } else {
                listener.note(network.name() + " is left out: the files of " + source.name() + " are not in " + dataDir
                        + " (fitact data get " + source.name() + ")");
            }
        }
        if (available.isEmpty() && !needed.isEmpty()) {
            DataSets.open(needed.getFirst().dataset(), dataDir);
        }
        return available;
    }

    private boolean isNeededBy(Target target, List<NetworkPreset> networks) {
        return networks.stream().anyMatch(network -> target.needs(preset, network));
    }

    private void run(Set<Target> targets, NetworkStudy study, CampaignRun.Provenance provenance) throws IOException {
        List<Target> needing = targets.stream()
                .filter(target -> target.needs(preset, study.preset()))
                .toList();
        study.train();
        study.profile();
        if (needing.contains(Target.FIG1)) {
            String name = study.preset().name();
            new BoundSweep(study, preset.sweep()).run(folder.sweep(name));
        }
        if (needing.contains(Target.FIG5) || needing.contains(Target.FIG6) || needing.contains(Target.OVERHEAD)) {
            study.harden();
        }
        if (needing.contains(Target.FIG5) || needing.contains(Target.FIG6)) {
            study.campaign(provenance);
        }
        if (needing.contains(Target.MEMORY)) {
            MemoryPreset formats = MemoryPreset.read();
            Extent extent = formats.of(preset, study.preset()).orElseThrow();
            new MemoryStudy(study, formats, extent).run(folder, provenance);
        }
        if (needing.contains(Target.FIELD)) {
            FieldPreset schemes = FieldPreset.read();
            Extent extent = schemes.of(preset, study.preset()).orElseThrow();
            new FieldStudy(study, schemes, extent, Effort.USUAL).run(folder, provenance);
        }
        if (needing.contains(Target.WIDTHS)) {
            WidthPreset widths = WidthPreset.read();
            Extent extent = widths.of(preset, study.preset()).orElseThrow();
            new WidthStudy(study, widths, extent.images(), integerThreads).run(folder);
        }
        if (needing.contains(Target.ABLATIONS)) {
            new Ablations(study, preset.ablations()).run(folder);
        }
    }

    private NetworkStudy study(NetworkPreset network) {
        return new NetworkStudy(network, preset.seed(), folder.network(network.name()), dataDir, backend, listener)
                .on(cluster);
    }
}
