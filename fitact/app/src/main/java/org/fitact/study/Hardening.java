package org.fitact.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.fault.FaultSpace;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.StorageLoss;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.NotAReluException;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Outcome;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protection;
import org.fitact.results.FaultFreeLoss;
import org.fitact.results.LayerNeurons;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.number.TensorFormat;

/**
 * Applies protection schemes to the trained network of a study folder and leaves one checkpoint for each. A scheme whose
 * checkpoint has the {@link Identity} that it would get now (network, images, normalisation, settings, version of the scheme,
 * backend) is not applied again; one of another identity is made anew.
 */
public final class Hardening {

    /** Note in a hardened checkpoint: the scheme's name. */
    static final String SCHEME = "scheme";

    /** Note in a hardened checkpoint: what the scheme says of how it was applied, JSON. */
    static final String DETAILS = "details";

    /** Note in a hardened checkpoint: how long the scheme took. */
    private static final String SECONDS = "seconds";

    /** Note in a hardened checkpoint: what the scheme costs without faults, JSON. */
    private static final String FAULT_FREE = "faultFree";

    /** Note in a hardened checkpoint: what its tensors lose when they are stored, JSON. */
    private static final String STORAGE = "storage";

    /** Note in a hardened checkpoint: bytes of all that it stores. */
    private static final String BYTES = "bytes";

    /** Note in a hardened checkpoint: how many held-out images its cost without faults was measured on. */
    private static final String IMAGES = "heldOutImages";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudyFolder trained;
    private final StudyFolder folder;
    private final Backend backend;
    private final Images trainingSet;
    private final HardeningSettings settings;
    private final long seed;

    /** Is told how far the hardening by a scheme is. */
    @FunctionalInterface
    public interface Listener {

        /** @param done share of the scheme's work, 0..1 */
        void at(String scheme, double done);
    }

    /**
     * Hardens in the folder of the trained network.
     *
     * @param trainingSet the whole training set that the network was trained on, its held-out part included
     */
    public Hardening(StudyFolder folder, Backend backend, Images trainingSet, HardeningSettings settings, long seed) {
        this(folder, folder, backend, trainingSet, settings, seed);
    }

    /**
     * The same, leaving the hardened networks in another folder; the profile stays with the trained network.
     *
     * @param trained holds the trained network
     */
    public Hardening(
            StudyFolder trained,
            StudyFolder folder,
            Backend backend,
            Images trainingSet,
            HardeningSettings settings,
            long seed) {
        this.trained = trained;
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
     * @throws InvalidFileException if a value is bounded already, or an activation is not a ReLU and a scheme would replace it;
     *     names the activation. The networks of the schemes before that one are left
     */
    public Map<String, HardenedScheme> run(List<Protection> schemes, Listener listener) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(trained.model());
        Split split = HeldOut.of(checkpoint).split(trainingSet);
        TrainingData data = new TrainingData(
                split.train(), split.heldOut(), checkpoint.info().normalisation());
        Map<String, HardenedScheme> results = new LinkedHashMap<>();
        try (Network network = checkpoint.load(backend)) {
            requireUnbounded(network);
            Origins.Trained origin = Origins.Trained.of(network, data);
            NeuronProfile profile = profile(network, data, places(schemes), origin);
            HardeningJob job = null;
            try (EvaluationSet heldOut =
                    new EvaluationSet(backend, data.heldOut(), data.normalisation(), Origins.EVALUATION_BATCH)) {
                for (Protection scheme : schemes) {
                    NeuronProfile ofScheme = profile.of(network.graph().sites(scheme.places(settings)));
                    Identity identity = Origins.hardened(scheme, settings, seed, origin, ofScheme, backend);
                    Optional<HardenedScheme> earlier = earlier(scheme.name(), identity);
                    if (earlier.isPresent()) {
                        // A run that was killed between its checkpoint and its tidying left this.
                        Files.deleteIfExists(folder.unfinished(scheme.name()));
                        results.put(scheme.name(), earlier.get());
                    } else {
                        job = job == null ? job(data, heldOut, profile, accuracy(network, heldOut)) : job;
                        results.put(scheme.name(), harden(scheme, checkpoint, job.with(ofScheme), identity, listener));
                    }
                    listener.at(scheme.name(), 1);
                }
            }
        }
        return results;
    }

    /** What {@link #run} gave, from the files alone. */
    public static HardenedScheme read(StudyFolder folder, String scheme) throws IOException {
        return hardened(scheme, Checkpoint.read(folder.hardened(scheme)));
    }

    /** The profile that hardening a trained network left beside it. */
    public static NeuronProfile profile(StudyFolder trained, Network network) throws IOException {
        return ProfileFile.read(trained.profile(), network);
    }

    /** The same without the network: the neurons of all layers in the order of their use, without bounds. */
    public static List<LayerNeurons> layers(StudyFolder trained) throws IOException {
        return ProfileFile.layers(trained.profile());
    }

    /** How long the profile of a trained network took. */
    public static double profileSeconds(StudyFolder trained) throws IOException {
        return ProfileFile.seconds(trained.profile());
    }

    private HardeningJob job(TrainingData data, EvaluationSet heldOut, NeuronProfile profile, double baseline) {
        return new HardeningJob(data, heldOut, profile, baseline, settings, seed, (_, _) -> {}, PartialWork.NOT_KEPT);
    }

    private Optional<HardenedScheme> earlier(String scheme, Identity identity) throws IOException {
        if (!Files.exists(folder.hardened(scheme))) {
            return Optional.empty();
        }
        Checkpoint earlier = Checkpoint.read(folder.hardened(scheme));
        return Origins.of(earlier.info().notes()).filter(identity::equals).isPresent()
                ? Optional.of(hardened(scheme, earlier))
                : Optional.empty();
    }

    private HardenedScheme harden(
            Protection scheme, Checkpoint checkpoint, HardeningJob job, Identity identity, Listener listener)
            throws IOException {
        UnfinishedHardening work = new UnfinishedHardening(folder.unfinished(scheme.name()), identity);
        try (Network copy = checkpoint.load(backend)) {
            Outcome outcome = protect(scheme, copy, job.reporting((done, _) -> listener.at(scheme.name(), done), work));
            CheckpointInfo info = checkpoint.info();
            Map<String, String> notes = new LinkedHashMap<>(info.notes());
            notes.put(SCHEME, scheme.name());
            notes.put(DETAILS, JSON.writeValueAsString(outcome.details()));
            notes.put(Origins.NOTE, identity.json());
            measure(scheme, copy, job, outcome, notes);
            notes.put(SECONDS, Double.toString(work.seconds()));
            Checkpoint.save(
                    folder.hardened(scheme.name()),
                    copy,
                    new CheckpointInfo(info.dataset(), info.classNames(), info.normalisation(), notes));
            work.finished();
            return read(folder, scheme.name());
        }
    }

    /** Notes what a hardened network costs without faults, and what it loses when it is stored. */
    private void measure(
            Protection scheme, Network network, HardeningJob job, Outcome outcome, Map<String, String> notes)
            throws IOException {
        ProtectedNetwork hardened =
                new ProtectedNetwork(scheme.name(), network, scheme, outcome.details(), Optional.empty());
        try (StoredNetwork memory = hardened.deploy(Deployment.of(settings.arithmetic()))) {
            FaultFreeLoss loss = new FaultFreeLoss(
                    scheme.name(),
                    FaultFreeLoss.HELD_OUT,
                    job.baseline(),
                    job.heldOut().accuracy(memory.inference()),
                    settings.postTraining().delta());
            notes.put(FAULT_FREE, JSON.writeValueAsString(loss));
            notes.put(STORAGE, JSON.writeValueAsString(memory.losses()));
            FaultSpace space = memory.space();
            long companions = space.companionBytes() + hardened.checkBytes();
            notes.put(BYTES, Long.toString(space.sharedBytes() + space.boundBytes() + companions));
            notes.put(IMAGES, Integer.toString(job.heldOut().images()));
        }
    }

    private Outcome protect(Protection scheme, Network network, HardeningJob job) throws InvalidFileException {
        try {
            return scheme.protect(network, job);
        } catch (NotAReluException e) {
            throw new InvalidFileException(
                    trained.model().toString(),
                    "activation " + e.site(),
                    e.found(),
                    "a ReLU, which is all that scheme " + scheme.name() + " can replace",
                    e);
        }
    }

    private void requireUnbounded(Network network) throws InvalidFileException {
        for (Site site : network.sites()) {
            if (site.isBounded()) {
                throw new InvalidFileException(
                        trained.model(),
                        "activation " + site.name(),
                        "bounded already",
                        "none that is bounded, as the network was trained");
            }
        }
    }

    private static HardenedScheme hardened(String scheme, Checkpoint checkpoint) throws IOException {
        boolean timed = checkpoint.info().notes().containsKey(SECONDS);
        return new HardenedScheme(
                scheme,
                details(checkpoint),
                timed ? checkpoint.notes().number(SECONDS) : Double.NaN,
                storage(checkpoint),
                checkpoint.info().notes().containsKey(BYTES)
                        ? (long) checkpoint.notes().number(BYTES)
                        : 0,
                checkpoint.info().notes().containsKey(IMAGES)
                        ? (int) checkpoint.notes().number(IMAGES)
                        : 0,
                faultFreeLoss(checkpoint).orElse(null));
    }

    /** What a hardened checkpoint says of its cost without faults. */
    static Optional<FaultFreeLoss> faultFreeLoss(Checkpoint hardened) throws IOException {
        String note = hardened.info().notes().get(FAULT_FREE);
        return note == null
                ? Optional.empty()
                : Optional.of(hardened.note(FAULT_FREE).read(note, FaultFreeLoss.class));
    }

    /** What a hardened network was made from; empty where its checkpoint does not say. */
    public static Optional<Identity> identity(Checkpoint hardened) {
        return Origins.of(hardened.info().notes());
    }

    /** How a hardened network's parameters were to be stored when it was made; empty where its checkpoint does not say. */
    public static Optional<TensorFormat> arithmetic(Checkpoint hardened) {
        try {
            return identity(hardened)
                    .map(identity -> identity.tree().path("arithmetic"))
                    .filter(json -> json.isObject() || json.isTextual())
                    .map(NumberFormats::ofIdentity);
        } catch (IllegalArgumentException notAFormat) {
            // As of an identity that is none: what does not say a format has none.
            return Optional.empty();
        }
    }

    /**
     * Loads a network as a scheme is deployed with it, with all that its checkpoint says of it.
     *
     * @param name under which its trials are kept
     * @return whose network is to be closed
     */
    public static ProtectedNetwork load(String name, Protection protection, Checkpoint hardened, Backend backend)
            throws IOException {
        Map<String, Object> details = details(hardened);
        Optional<Identity> origin = identity(hardened);
        return new ProtectedNetwork(name, hardened.load(backend), protection, details, origin);
    }

    /** What a hardened checkpoint says of how it was made. */
    public static Map<String, Object> details(Checkpoint hardened) throws IOException {
        String note = hardened.info().notes().getOrDefault(DETAILS, "{}");
        return hardened.note(DETAILS).read(note, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** Where schemes put bounds, and where the settings say. */
    private Set<Site.Kind> places(List<Protection> schemes) {
        Set<Site.Kind> places = EnumSet.copyOf(settings.places());
        schemes.forEach(scheme -> places.addAll(scheme.places(settings)));
        return places;
    }

    /** One that was measured at more places before is one of these too. */
    private NeuronProfile profile(Network network, TrainingData data, Set<Site.Kind> places, Origins.Trained origin)
            throws IOException {
        if (ProfileFile.isOneOf(trained.profile(), Origins.profiles(origin, network.graph(), places, backend))) {
            return ProfileFile.read(trained.profile(), network);
        }
        Identity identity = Origins.profile(origin, network.graph().sites(places), backend);
        try (EvaluationSet images =
                new EvaluationSet(backend, data.train(), data.normalisation(), Origins.EVALUATION_BATCH)) {
            long start = System.nanoTime();
            NeuronProfile profile = NeuronProfile.measure(network, places, images);
            ProfileFile.write(trained.profile(), profile, network, identity, (System.nanoTime() - start) / 1e9);
            return profile;
        }
    }

    private static List<StorageLoss> storage(Checkpoint hardened) throws IOException {
        String note = hardened.info().notes().getOrDefault(STORAGE, "[]");
        return hardened.note(STORAGE).read(note, new TypeReference<List<StorageLoss>>() {});
    }

    private double accuracy(Network network, EvaluationSet heldOut) {
        try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(settings.arithmetic()))) {
            return heldOut.accuracy(memory.inference());
        }
    }
}
