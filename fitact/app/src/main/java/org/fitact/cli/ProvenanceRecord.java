package org.fitact.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.cli.doctor.Machine;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.fault.kind.FlipKind;
import org.fitact.identity.Identity;
import org.fitact.memory.format.NumberFormats;
import org.fitact.study.CampaignRun;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Bytes;
import picocli.CommandLine;

/** How a study's numbers came about: commit, command, machine, settings, times. */
final class ProvenanceRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Instant start = Instant.now();

    ProvenanceRecord(CommandLine command, CommonOptions common, Backend backend) {
        facts.put("version", BuildInfo.version());
        facts.put("commit", BuildInfo.commit());
        facts.put(
                "command", "fitact " + String.join(" ", command.getParseResult().originalArgs()));
        facts.put("started", start.truncatedTo(ChronoUnit.SECONDS).toString());
        Machine machine = Machine.here();
        facts.put("jdk", machine.jdk());
        facts.put("system", machine.system());
        facts.put("processor", machine.processor() + ", " + machine.cores() + " cores");
        facts.put("memory", Bytes.format(machine.memoryBytes()));
        facts.put("backend", DeviceOptions.described(backend));
        facts.putAll(common.choices());
        facts.put("threads", common.threads());
        facts.put("seed", common.seed());
    }

    /** Adds a fact. */
    ProvenanceRecord with(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** Completes a copy of the record when a campaign has run. */
    CampaignRun.Provenance of(CampaignSettings settings) {
        return run -> {
            Map<String, Object> all = new LinkedHashMap<>(facts);
            all.put("faults", settings.faults().name());
            if (settings.faults() instanceof FlipKind flips) {
                all.put(
                        FlipKind.SAMPLING,
                        flips.sampling() + ": " + flips.sampling().rule());
            }
            all.put("filter", fields(settings.filter()));
            all.put("largestRate", settings.rates().getLast());
            all.put("imagesOfATrial", run.trialImages().size());
            if (run.schemes().getFirst().integers().isPresent()) {
                all.put("inference", "in integers, by the arithmetic of each scheme");
            } else {
                all.put(
                        "format",
                        fields(NumberFormats.identity(settings.deployment().arithmetic())));
                all.put("boundFormat", settings.deployment().boundArithmetic().name());
            }
            all.put("batchNormFolded", settings.deployment().foldBatchNorm());
            Map<String, Object> schemes = new LinkedHashMap<>();
            for (ProtectedNetwork scheme : run.schemes()) {
                schemes.put(scheme.scheme(), scheme.details());
            }
            all.put("schemes", schemes);
            all.put("storedBytes", run.storedBytes());
            all.put("storageLosses", run.storageLosses());
            run.clusterTimes().ifPresent(times -> all.put("cluster", times));
            all.put("seconds", seconds());
            return JSON.valueToTree(all);
        };
    }

    /** What a record is made of, as identities have it. */
    static JsonNode fields(Object value) {
        return Identity.of("fact").with("value", value).build().tree().path("value");
    }

    /** The record so far. */
    JsonNode json() {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("seconds", seconds());
        return JSON.valueToTree(all);
    }

    private double seconds() {
        return ChronoUnit.MILLIS.between(start, Instant.now()) / 1000.0;
    }
}
