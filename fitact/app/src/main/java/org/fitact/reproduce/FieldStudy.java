package org.fitact.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.Effort;
import org.fitact.cost.TimeCost;
import org.fitact.identity.Identity;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
import org.fitact.store.TrialStore;
import org.fitact.study.CampaignRun;
import org.fitact.study.HardenedScheme;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;

/** Hardens one network by every scheme, breaks all by the same faults, and measures what each costs. */
public final class FieldStudy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetworkStudy study;
    private final FieldPreset preset;
    private final Extent extent;
    private final Effort effort;

    /**
     * What a scheme costs.
     *
     * @param faultFree accuracy without faults on the images of the trials
     * @param faultFreeCi95 Wilson's interval of that proportion
     * @param bytes of everything that it stores: numbers, bounds, check bits, tables
     * @param memory more bytes than the unprotected network has, as a share
     * @param hardening seconds of it, training included; NaN if they are not known
     * @param batches what it takes in time, by batch
     */
    @JsonPropertyOrder({"faultFree", "faultFreeCi95", "bytes", "memory", "hardening", "batches"})
    public record SchemeCost(
            double faultFree,
            Interval faultFreeCi95,
            long bytes,
            double memory,
            double hardening,
            List<TimeCost> batches) {

        public SchemeCost {
            batches = List.copyOf(batches);
        }
    }

    FieldStudy(NetworkStudy study, FieldPreset preset, Extent extent, Effort effort) {
        this.study = study;
        this.preset = preset;
        this.extent = extent;
        this.effort = effort;
    }

    /**
     * A cost as it lies in the folder.
     *
     * @param identity SHA-256 of what it is of: the scheme's network in memory and how it came about, the unprotected one with which it
     *     is compared, images, and what computes
     */
    private record Measured(String identity, SchemeCost cost) {}

    /** Where the costs of all schemes lie. */
    private static Path costs(StudyFolder ofField) {
        return ofField.path().resolve("costs.json");
    }

    /** What a run of this left in its folder, by scheme; empty if there is nothing. */
    public static Map<String, SchemeCost> read(StudyFolder ofField) throws IOException {
        Map<String, SchemeCost> all = new LinkedHashMap<>();
        measured(ofField).forEach((scheme, measured) -> all.put(scheme, measured.cost));
        return all;
    }

    private static Map<String, Measured> measured(StudyFolder ofField) throws IOException {
        Path file = costs(ofField);
        if (!Files.exists(file)) {
            return Map.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return new JsonReader(file.toString(), "").read(text, new TypeReference<Map<String, Measured>>() {});
    }

    void run(ReproductionFolder out, CampaignRun.Provenance provenance) throws IOException {
        String network = study.preset().name();
        study.listener().stage("harden " + network + " by all of the field");
        study.harden(
                study.folder(), study.preset().hardening(), preset.deployed().hardened());
        upset(out, provenance);
        study.listener().stage("break " + network + " under all of the field");
        StudyFolder folder = StudyFolder.writable(out.field(network).path());
        CampaignSettings settings = preset.deployed().settings(preset.rates(), extent.trials(), study.seed());
        try (CampaignRun run = study.campaignRun(preset.deployed().schemes(), settings, extent.images())) {
            run.run(folder, study.listener().campaign(), provenance);
            measure(run, folder);
        }
    }

    /** Measures the costs that are not known yet, or are of something else. */
    private void measure(CampaignRun run, StudyFolder folder) throws IOException {
        Map<String, Measured> known = measured(folder);
        Map<String, String> identities = identities(folder);
        List<String> missing = preset.deployed().schemes().stream()
                .filter(scheme -> !known.containsKey(scheme)
                        || !known.get(scheme).identity.equals(identities.get(scheme)))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        study.listener().stage("costs of " + study.preset().name());
        Map<String, SchemeCost> found = costs(run, missing);
        Map<String, Measured> all = new LinkedHashMap<>();
        preset.deployed()
                .schemes()
                .forEach(scheme -> all.put(
                        scheme,
                        found.containsKey(scheme)
                                ? new Measured(identities.get(scheme), found.get(scheme))
                                : known.get(scheme)));
        AtomicFile.write(costs(folder), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    /** By scheme, what its cost is of, as the campaign that has just run defines it. */
    private Map<String, String> identities(StudyFolder folder) {
        JsonNode definition;
        try (TrialStore trials = TrialStore.open(folder.trials())) {
            definition = trials.study();
        }
        JsonNode conditions = definition.path(StudyDefinition.CONDITIONS);
        JsonNode networks = definition.path(StudyDefinition.NETWORKS);
        Map<String, String> identities = new LinkedHashMap<>();
        for (String scheme : preset.deployed().schemes()) {
            Identity.Builder cost = Identity.of("cost");
            List.of("backend", "deployment", "images", "normalisation")
                    .forEach(part -> cost.with(part, conditions.path(part)));
            cost.with("network", networks.path(scheme))
                    .with("unprotected", networks.path(Protections.baseline().name()));
            identities.put(scheme, cost.build().sha256());
        }
        return identities;
    }

    private void upset(ReproductionFolder out, CampaignRun.Provenance provenance) throws IOException {
        String network = study.preset().name();
        study.listener().stage("upset the computation of " + network);
        CampaignSettings settings = preset.upsets(extent.trials(), study.seed());
        try (CampaignRun run = study.campaignRun(preset.ofComputation(), settings, extent.images())) {
            run.run(
                    StudyFolder.writable(out.upsets(network).path()),
                    study.listener().campaign(),
                    provenance);
        }
    }

    private Map<String, SchemeCost> costs(CampaignRun run, List<String> schemes) throws IOException {
        List<Candidate> candidates = schemes.stream()
                .map(scheme -> new Candidate(preset.deployed().format(), scheme))
                .toList();
        Costs measured = Costs.measure(
                study.folder(),
                study.backend(),
                candidates,
                1,
                run.trialImages(),
                effort,
                study.listener().campaign());
        Map<String, SchemeCost> all = new LinkedHashMap<>();
        try (EvaluationSet images = run.evaluation(run.trialImages())) {
            for (ProtectedNetwork scheme : run.schemes()) {
                if (!schemes.contains(scheme.scheme())) {
                    continue;
                }
                Costs.Cost cost =
                        measured.of().get(new Candidate(preset.deployed().format(), scheme.scheme()));
                try (StoredNetwork memory = scheme.deploy(run.settings().deployment())) {
                    int correct = images.correct(memory.inference());
                    HardenedScheme hardened =
                            Hardening.read(study.folder(), scheme.protection().hardenedAs());
                    all.put(
                            scheme.scheme(),
                            new SchemeCost(
                                    (double) correct / images.images(),
                                    Proportion.wilson(correct, images.images()),
                                    cost.bytes(),
                                    cost.memory(),
                                    hardened.seconds(),
                                    cost.batches()));
                }
            }
        }
        return all;
    }
}
