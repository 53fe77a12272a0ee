package org.fitact.reproduce;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.Effort;
import org.fitact.cost.TimeCost;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
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

    /** Where {@link SchemeCost} of all schemes lies. */
    private static Path costs(StudyFolder ofField) {
        return ofField.path().resolve("costs.json");
    }

    /** What a run of this left in its folder, by scheme; empty if there is nothing. */
    public static Map<String, SchemeCost> read(StudyFolder ofField) throws IOException {
        Path file = costs(ofField);
        if (!Files.exists(file)) {
            return Map.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return new JsonReader(file.toString(), "").read(text, new TypeReference<Map<String, SchemeCost>>() {});
    }

    void run(ReproductionFolder out, CampaignRun.Provenance provenance) throws IOException {
        String network = study.preset().name();
        study.listener().stage("harden " + network + " by all of the field");
        study.harden(
                study.folder(), study.preset().hardening(), preset.deployed().hardened());
        upset(out, provenance);
        study.listener().stage("break " + network + " under all of the field");
        StudyFolder folder = StudyFolder.writable(out.field(network).path());
        try (CampaignRun run = new CampaignRun(
                study.folder(),
                study.backend(),
                preset.deployed().schemes(),
                preset.deployed().settings(preset.rates(), extent.trials(), study.seed()),
                study.images().test(),
                extent.images())) {
            run.run(folder, study.listener().campaign(), provenance);
            if (!read(folder).keySet().containsAll(preset.deployed().schemes())) {
                study.listener().stage("costs of " + network);
                String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(costs(run));
                AtomicFile.write(costs(folder), text);
            }
        }
    }

    private void upset(ReproductionFolder out, CampaignRun.Provenance provenance) throws IOException {
        String network = study.preset().name();
        study.listener().stage("upset the computation of " + network);
        try (CampaignRun run = new CampaignRun(
                study.folder(),
                study.backend(),
                preset.ofComputation(),
                preset.upsets(extent.trials(), study.seed()),
                study.images().test(),
                extent.images())) {
            run.run(
                    StudyFolder.writable(out.upsets(network).path()),
                    study.listener().campaign(),
                    provenance);
        }
    }

    private Map<String, SchemeCost> costs(CampaignRun run) throws IOException {
        List<Candidate> candidates = preset.deployed().schemes().stream()
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
