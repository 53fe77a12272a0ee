package org.fitact.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;

/** Breaks one network in each format under each code, a format in a folder of its own. */
public final class MemoryStudy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetworkStudy study;
    private final MemoryPreset preset;
    private final Extent extent;

    /**
     * What a scheme has without faults.
     *
     * @param accuracy on the images of the trials
     * @param numbers bytes of parameters and bounds
     * @param beside bytes of what accompanies them
     */
    public record FaultFree(double accuracy, long numbers, long beside) {

        /** Of everything together. */
        public long bytes() {
            return numbers + beside;
        }
    }

    MemoryStudy(NetworkStudy study, MemoryPreset preset, Extent extent) {
        this.study = study;
        this.preset = preset;
        this.extent = extent;
    }

    /** Where {@link FaultFree} of all schemes in a format lies. */
    public static Path faultFree(StudyFolder ofFormat) {
        return ofFormat.path().resolve("fault-free.json");
    }

    void run(ReproductionFolder out, CampaignRun.Provenance provenance) throws IOException {
        study.harden(study.folder(), study.preset().hardening(), preset.hardened());
        for (MemoryPreset.Case one : preset.formats()) {
            study.listener().stage("memory of " + study.preset().name() + " in " + one.format());
            StudyFolder folder =
                    StudyFolder.writable(out.memory(study.preset().name(), one).path());
            CampaignSettings settings = one.settings(preset.rates(), extent.trials(), study.seed());
            try (CampaignRun run = study.campaignRun(one.schemes(), settings, extent.images())) {
                run.run(folder, study.listener().campaign(), provenance);
                AtomicFile.write(
                        faultFree(folder), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(faultFree(run)));
            }
        }
    }

    private static Map<String, FaultFree> faultFree(CampaignRun run) {
        Map<String, FaultFree> all = new LinkedHashMap<>();
        try (EvaluationSet images = run.evaluation(run.trialImages())) {
            for (ProtectedNetwork scheme : run.schemes()) {
                try (StoredNetwork memory = scheme.deploy(run.settings().deployment())) {
                    CampaignRun.StoredBytes bytes = run.storedBytes().get(scheme.scheme());
                    all.put(
                            scheme.scheme(),
                            new FaultFree(
                                    images.accuracy(memory.inference()),
                                    bytes.parameters() + bytes.bounds(),
                                    bytes.beside()));
                }
            }
        }
        return all;
    }
}
