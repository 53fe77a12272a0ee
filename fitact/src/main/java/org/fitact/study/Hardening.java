package org.fitact.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.deploy.DeployedNetwork;
import org.fitact.deploy.Deployment;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.data.ImageSet;
import org.fitact.nn.data.Split;
import org.fitact.nn.model.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.tensor.backend.Backend;

/**
 * Applies protection schemes to the trained network of a study folder and leaves one checkpoint for each. A scheme whose
 * checkpoint was made from the same network with the same settings is not applied again.
 */
public final class Hardening {

    /** Note in a hardened checkpoint: the scheme's name. */
    static final String SCHEME = "scheme";

    /** Note in a hardened checkpoint: what the scheme says of how it was applied, JSON. */
    static final String DETAILS = "details";

    /** Note in a hardened checkpoint: the settings and the network that it was made from. */
    private static final String ORIGIN = "origin";

    private static final int EVALUATION_BATCH = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudyFolder folder;
    private final Backend backend;
    private final ImageSet trainingSet;
    private final HardeningSettings settings;
    private final long seed;

    /** Is told how far the hardening by a scheme is. */
    @FunctionalInterface
    public interface Listener {

        /** @param done share of the scheme's work, 0..1 */
        void at(String scheme, double done);
    }

    /**
     * @param trainingSet the whole training set that the network was trained on, its held-out part included
     */
    public Hardening(StudyFolder folder, Backend backend, ImageSet trainingSet, HardeningSettings settings, long seed) {
        this.folder = folder;
        this.backend = backend;
        this.trainingSet = trainingSet;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Hardens by every scheme.
     *
     * @return for each scheme what it says of how it was applied
     */
    public Map<String, Map<String, Object>> run(List<Protection> schemes, Listener listener) throws IOException {
        Checkpoint trained = Checkpoint.read(folder.model());
        Split split = HeldOut.of(trained.info()).split(trainingSet);
        TrainingData data =
                new TrainingData(split.train(), split.heldOut(), trained.info().normalisation());
        Map<String, Map<String, Object>> details = new LinkedHashMap<>();
        try (Network network = trained.load(backend);
                EvaluationSet heldOut =
                        new EvaluationSet(backend, data.heldOut(), data.normalisation(), EVALUATION_BATCH)) {
            NeuronProfile profile = profile(network, data);
            double baseline = baseline(network, heldOut);
            String origin = origin(network, profile);
            for (Protection scheme : schemes) {
                HardeningJob job = new HardeningJob(
                        data,
                        heldOut,
                        profile,
                        baseline,
                        settings,
                        seed,
                        (done, _) -> listener.at(scheme.name(), done));
                details.put(scheme.name(), harden(scheme, trained, job, origin));
                listener.at(scheme.name(), 1);
            }
        }
        return details;
    }

    private Map<String, Object> harden(Protection scheme, Checkpoint trained, HardeningJob job, String origin)
            throws IOException {
        if (Files.exists(folder.hardened(scheme.name()))) {
            Checkpoint earlier = Checkpoint.read(folder.hardened(scheme.name()));
            if (origin.equals(earlier.info().notes().get(ORIGIN))) {
                return details(earlier);
            }
        }
        try (Network copy = trained.load(backend)) {
            Outcome outcome = scheme.protect(copy, job);
            Map<String, String> notes = new LinkedHashMap<>(trained.info().notes());
            notes.put(SCHEME, scheme.name());
            notes.put(DETAILS, JSON.writeValueAsString(outcome.details()));
            notes.put(ORIGIN, origin);
            CheckpointInfo info = trained.info();
            Checkpoint.save(
                    folder.hardened(scheme.name()),
                    copy,
                    new CheckpointInfo(info.dataset(), info.classNames(), info.normalisation(), notes));
            return outcome.details();
        }
    }

    /** What a hardened checkpoint says of how it was made. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> details(Checkpoint hardened) throws IOException {
        return JSON.readValue(hardened.info().notes().getOrDefault(DETAILS, "{}"), LinkedHashMap.class);
    }

    private NeuronProfile profile(Network network, TrainingData data) throws IOException {
        try (EvaluationSet images = new EvaluationSet(backend, data.train(), data.normalisation(), EVALUATION_BATCH)) {
            NeuronProfile profile = NeuronProfile.measure(network, images);
            ProfileFile.write(folder.profile(), profile, network);
            return profile;
        }
    }

    private double baseline(Network network, EvaluationSet heldOut) {
        try (DeployedNetwork memory = DeployedNetwork.of(network, Deployment.of(settings.arithmetic()))) {
            return heldOut.accuracy(memory.plan());
        }
    }

    /** Everything that a scheme's result depends on. */
    private String origin(Network network, NeuronProfile profile) throws IOException {
        long maxima = 0;
        for (float[] site : profile.maxima().values()) {
            for (float maximum : site) {
                maxima = 31 * maxima + Float.floatToIntBits(maximum);
            }
        }
        try (DeployedNetwork memory = DeployedNetwork.of(network, Deployment.of(settings.arithmetic()))) {
            return "memory " + Long.toHexString(memory.checksum()) + ", profile " + Long.toHexString(maxima) + ", seed "
                    + seed + ", settings " + JSON.writeValueAsString(settings);
        }
    }
}
