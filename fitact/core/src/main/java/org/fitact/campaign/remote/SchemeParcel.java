package org.fitact.campaign.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.IntegerInference;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.StudySettings;
import org.fitact.campaign.TrialRunner;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.measure.RangeAlarm;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.ArithmeticDocument;
import org.fitact.protect.Protections;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

/**
 * A scheme of a study as bytes: all that its trials are computed from but for the images. The network travels as a checkpoint, the
 * settings as the definition of the study, from which they are read back; so whoever opens it can define the study by what it has, and
 * compare.
 */
final class SchemeParcel {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Manifest manifest;
    private final byte[] network;

    /**
     * What is said of the network; what is missing is null.
     *
     * @param scheme under which the trials are kept
     * @param protection its name, by which it is found
     * @param study the definition
     * @param details what the protection said when it was applied
     * @param origin what the network was hardened from, canonical JSON
     * @param guarded tensors that codes may guard
     * @param threshold of an alarm
     * @param arithmetic of inference in integers
     * @param answers without faults, as {@link TrialRunner#answersWithoutFaults}
     */
    record Manifest(
            String scheme,
            String protection,
            JsonNode study,
            Map<String, Object> details,
            String origin,
            Set<String> guarded,
            Integer threshold,
            ArithmeticDocument arithmetic,
            String answers) {}

    private SchemeParcel(Manifest manifest, byte[] network) {
        this.manifest = manifest;
        this.network = network;
    }

    /**
     * Packs a scheme.
     *
     * @param study its definition
     * @param alarm by what bounds cut, if it is asked for
     * @param answers without faults, as {@link TrialRunner#answersWithoutFaults}
     * @param normalisation of the images
     * @throws IllegalArgumentException if the settings cannot be told by the definition, such as faults of a list, or the network is
     *     too large for an array
     */
    static Parcel of(
            JsonNode study,
            CampaignScheme scheme,
            CampaignSettings settings,
            Optional<RangeAlarm> alarm,
            String answers,
            Normalisation normalisation) {
        ProtectedNetwork hardened = scheme.hardened();
        Manifest manifest = new Manifest(
                hardened.scheme(),
                hardened.protection().name(),
                study,
                hardened.details(),
                hardened.origin().map(Identity::json).orElse(null),
                settings.deployment().guarded().orElse(null),
                alarm.map(RangeAlarm::threshold).orElse(null),
                hardened.integers()
                        .map(integers -> ArithmeticDocument.of(integers.quantisation()))
                        .orElse(null),
                answers);
        byte[] network =
                Checkpoint.bytes(hardened.network(), new CheckpointInfo("", List.of(), normalisation, Map.of()));
        StudySettings.of(study, Optional.empty());
        try {
            byte[] said = JSON.writeValueAsBytes(manifest);
            ByteBuffer all = ByteBuffer.allocate(Math.addExact(Integer.BYTES + said.length, network.length));
            return Parcel.of(all.putInt(said.length).put(said).put(network).array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks what {@link #of} packed. @throws IOException if it is something else */
    static SchemeParcel read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        Manifest manifest = JSON.readValue(in.readNBytes(in.readInt()), Manifest.class);
        return new SchemeParcel(manifest, in.readAllBytes());
    }

    CampaignSettings settings() {
        return StudySettings.of(manifest.study, Optional.ofNullable(manifest.guarded));
    }

    Optional<RangeAlarm> alarm() {
        return Optional.ofNullable(manifest.threshold).map(RangeAlarm::new);
    }

    /**
     * A backend that computes as the study's does, on one thread.
     *
     * @throws IllegalStateException if there is none here
     */
    Backend openBackend() {
        JsonNode backend = manifest.study.path(StudyDefinition.CONDITIONS).path("backend");
        Map<String, String> choices = JSON.convertValue(
                backend.path("choices"), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        return Backends.open(backend.path("name").asText(), new BackendOptions(1).choosing(choices));
    }

    Checkpoint checkpoint() throws IOException {
        return Checkpoint.read(Path.of("network under " + manifest.scheme), network);
    }

    /** The network on a backend; to be closed by the caller. */
    ProtectedNetwork load(Checkpoint checkpoint, Backend backend) throws IOException {
        Network loaded = checkpoint.load(backend);
        try {
            ProtectedNetwork hardened = new ProtectedNetwork(
                    manifest.scheme,
                    loaded,
                    Protections.deployed(manifest.protection),
                    manifest.details,
                    Optional.ofNullable(manifest.origin).map(Identity::parse));
            return manifest.arithmetic == null
                    ? hardened
                    : hardened.with(IntegerInference.of(loaded, manifest.arithmetic, 1));
        } catch (IOException | RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    /**
     * Holds what is computed here against what the campaign computes: its processor, or its JVM, may round otherwise.
     *
     * @param runner of the scheme, without faults in its memory
     * @throws IllegalStateException if answers without faults are not the same to the bit
     */
    void requireSameAnswers(TrialRunner runner) {
        String here = runner.answersWithoutFaults();
        if (!here.equals(manifest.answers)) {
            throw new IllegalStateException("the answers without faults have the SHA-256 " + here + " there and "
                    + manifest.answers + " in the campaign, so it computes otherwise");
        }
    }

    /**
     * Holds what is here against the study.
     *
     * @param here as {@link StudyDefinition#ofTrials} has it
     * @throws IllegalStateException if trials would come out otherwise; it names the first field that differs
     */
    void requireSame(JsonNode here) {
        JsonDifference.first(StudyDefinition.ofTrials(manifest.study, manifest.scheme), here)
                .ifPresent(difference -> {
                    throw new IllegalStateException("\"" + difference.path() + "\" is " + difference.given()
                            + " there and " + difference.stored() + " in the study");
                });
    }
}
