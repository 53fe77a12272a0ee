package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.campaign.AlarmSettings;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.Shard;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.ThreadScheduler;
import org.fitact.campaign.TrialScheduler;
import org.fitact.campaign.remote.ClusterTimes;
import org.fitact.campaign.remote.PartitionScheduler;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.fault.kind.NoKind;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.memory.StorageLoss;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Role;
import org.fitact.results.Examples;
import org.fitact.results.FaultFreeLoss;
import org.fitact.store.TrialStore;
import org.fitact.store.TrialStoreException;
import org.fitact.tensor.backend.Backend;
import org.fitact.transients.Place;
import org.fitact.transients.TransientFaults;

/**
 * Runs the campaign of a study: loads the hardened networks of one folder, and leaves trials and all that a report
 * needs in the trial store of another. Closing it frees the networks.
 */
public final class CampaignRun implements AutoCloseable {

    private final StudyFolder hardened;
    private final Backend backend;
    private CampaignSettings settings;
    private final Images testSet;
    private final Images trialImages;
    private final CheckpointInfo info;
    private final List<ProtectedNetwork> schemes = new ArrayList<>();
    private final List<FaultFreeLoss> losses = new ArrayList<>();
    private final Map<String, StoredBytes> storedBytes = new LinkedHashMap<>();
    private final Map<String, List<StorageLoss>> storageLosses = new LinkedHashMap<>();
    private TrialScheduler scheduler = ThreadScheduler.alone();
    private Shard shard = Shard.ALL;
    private boolean grows;
    private Optional<StudyDefinition.Alarm> alarm = Optional.empty();
    private Optional<TrialCluster> cluster = Optional.empty();
    private Optional<ClusterTimes> clusterTimes = Optional.empty();
    private List<CampaignScheme> inMemory = List.of();

    /** What a deployed network stores: parameters, bounds, and what accompanies both: scales, check bits, tables, exceptions,
     * checksums of what is computed. */
    public record StoredBytes(long parameters, long bounds, long beside) {}

    /**
     * Loads the networks.
     *
     * @param hardened where the hardened networks lie
     * @param schemeNames as they are deployed, with the codes of their memory: {@code fitact+secded72}
     * @param testSet all test images
     * @param images of every trial, drawn from the test set, as evenly over the classes as can be; at most all
     * @throws InvalidFileException if a scheme has no sound checkpoint
     */
    public CampaignRun(
            StudyFolder hardened,
            Backend backend,
            List<String> schemeNames,
            CampaignSettings settings,
            Images testSet,
            int images)
            throws IOException {
        this.hardened = hardened;
        this.backend = backend;
        this.testSet = testSet;
        this.trialImages = Split.sample(testSet, images, settings.seed());
        try {
            CheckpointInfo first = null;
            for (String scheme : schemeNames) {
                Protection protection = Protections.deployed(scheme);
                Checkpoint checkpoint = checkpoint(protection.hardenedAs());
                first = first == null ? checkpoint.info() : first;
                Hardening.faultFreeLoss(checkpoint).ifPresent(losses::add);
                requireAlike(scheme, first, checkpoint.info());
                schemes.add(Hardening.load(scheme, protection, checkpoint, backend));
            }
            this.info = first;
            this.settings = named(settings);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** A campaign of exactly one transient flip has no rate of its own, and is named by the share of one bit in all. */
    private CampaignSettings named(CampaignSettings asked) {
        boolean nameless = asked.faults() instanceof NoKind
                && asked.transients().orElseThrow().count() instanceof TransientFaults.Count.One;
        if (!nameless) {
            return asked;
        }
        TransientFaults faults = asked.transients().get();
        long bits = schemes.getFirst().places(faults, asked.deployment()).stream()
                .mapToLong(Place::bits)
                .sum();
        return asked.at(List.of(1.0 / bits));
    }

    public List<ProtectedNetwork> schemes() {
        return schemes;
    }

    public CampaignSettings settings() {
        return settings;
    }

    /** How many test images there are. */
    public int testImages() {
        return testSet.size();
    }

    public Images trialImages() {
        return trialImages;
    }

    /**
     * Has the trials of {@link #run} computed by several workers side by side. What they find does not depend on it.
     *
     * @param workers this thread included
     * @param backends opens what each other worker computes on, on its thread, by the options of this run's backend
     */
    public void workers(int workers, Supplier<Backend> backends) {
        scheduler = new ThreadScheduler(
                workers, backends, other -> evaluation(other, trialImages, EvaluationSet.BUDGET / workers));
    }

    /**
     * Has the trials of {@link #run} computed by other processes. What they find does not depend on it.
     *
     * @param others to be closed by the caller
     */
    public void on(TrialCluster others) {
        cluster = Optional.of(others);
    }

    /** Leaves all trials of {@link #run} to others but for a part. */
    public void only(Shard part) {
        shard = part;
    }

    /**
     * Has {@link #run} count alarms, by what bounds cut; the settings deploy these apart.
     *
     * @param trainingSet the whole one, of which the held-out part chooses the thresholds
     * @param falseAlarms share of it that may raise an alarm without faults
     * @throws InvalidFileException if a network does not say how its training set was split
     */
    public void withAlarm(Images trainingSet, double falseAlarms) throws IOException {
        Images heldOut = HeldOut.of(checkpoint(schemes.getFirst().protection().hardenedAs()))
                .split(trainingSet)
                .heldOut();
        alarm = Optional.of(new StudyDefinition.Alarm(heldOut, falseAlarms));
    }

    /**
     * Has all networks compute in integers.
     *
     * @param arithmetic of each of them
     * @param threads of a worker
     * @throws InvalidFileException if one is missing, or is no arithmetic in which its network can be computed under faults
     */
    public void inIntegers(ArithmeticSource arithmetic, int threads) throws IOException {
        for (ListIterator<ProtectedNetwork> all = schemes.listIterator(); all.hasNext(); ) {
            ProtectedNetwork scheme = all.next();
            Path file = arithmetic.of(scheme.protection().hardenedAs());
            all.set(scheme.inIntegers(file, threads, settings.deployment()));
        }
        // Words of another width are another number of bits.
        settings = named(settings);
    }

    /** Lets {@link #run} add trials, rates and schemes to a campaign that has others. */
    public void grow() {
        grows = true;
    }

    private TrialStore open(Path file, JsonNode definition) {
        return grows ? TrialStore.openToGrow(file, definition) : TrialStore.openOrCreate(file, definition);
    }

    /**
     * Opens the store, new or to go on, runs what is missing, and adds what the report needs. If it fails before the first
     * trial with faults, a new store is removed again: it would be in the way of the campaign that was meant.
     *
     * @param provenance how, where and when; kept as it is
     */
    public StudyRecord run(StudyFolder out, CampaignListener listener, Provenance provenance) throws IOException {
        // First, since hours of trials are not to end at a file that cannot be read.
        NeuronProfile profile =
                ProfileFile.read(hardened.profile(), schemes.getFirst().network());
        boolean begun = Files.exists(out.trials());
        try {
            return run(out, profile, listener, provenance);
        } catch (IOException | RuntimeException | Error e) {
            if (!begun) {
                removeIfWithoutFaults(out.trials(), e);
            }
            throw e;
        }
    }

    private static void removeIfWithoutFaults(Path trials, Throwable failure) {
        if (!Files.exists(trials)) {
            return;
        }
        try {
            boolean begun;
            try (TrialStore store = TrialStore.open(trials)) {
                begun = store.trials().keySet().stream().anyMatch(trial -> trial.rate() > 0);
            }
            if (!begun) {
                Files.delete(trials);
            }
        } catch (IOException | TrialStoreException stays) {
            failure.addSuppressed(stays);
        }
    }

    private StudyRecord run(StudyFolder out, NeuronProfile profile, CampaignListener listener, Provenance provenance)
            throws IOException {
        JsonNode definition = definition();
        inMemory.forEach(this::noteStorage);
        Optional<PartitionScheduler> elsewhere =
                cluster.map(others -> new PartitionScheduler(others, definition, trialImages, info.normalisation()));
        TrialScheduler by = elsewhere.<TrialScheduler>map(other -> other).orElse(scheduler);
        try (TrialStore store = open(out.trials(), definition);
                EvaluationSet some = evaluation(trialImages);
                EvaluationSet all = evaluation(testSet);
                EvaluationSet heldOut =
                        alarm.map(asked -> evaluation(asked.heldOut())).orElse(null)) {
            Campaign campaign = new Campaign(settings, inMemory, some, all, store, by).only(shard);
            alarm.ifPresent(asked -> campaign.withAlarm(new AlarmSettings(heldOut, asked.falseAlarms())));
            campaign.run(listener);
            clusterTimes = elsewhere.map(PartitionScheduler::times);
            StudyDocument.NEURONS.put(store, NeuronsDocument.of(profile, schemes));
            if (store.document(TrialStore.EXAMPLES).isEmpty()) {
                StudyDocument.EXAMPLES.put(store, examples(some).orElse(Examples.NONE));
            }
            StudyDocument.LOSSES.put(store, losses);
            StudyDocument.TRAINING.put(store, history());
            store.putDocument(TrialStore.PROVENANCE, provenance.of(this));
            return StudyRecord.read(out.trials(), store);
        }
    }

    /** How the network was trained, as far as its checkpoint lies there and says it. */
    private List<EpochResult> history() throws IOException {
        return Files.exists(hardened.model())
                ? Checkpoint.read(hardened.model()).history()
                : List.of();
    }

    /** All that the campaign's numbers depend on; it looks at the memory of each scheme for that. */
    public JsonNode definition() {
        inMemory = CampaignScheme.of(schemes, settings);
        return StudyDefinition.of(
                info.dataset(),
                inMemory,
                settings,
                new StudyDefinition.Evaluated(trialImages, testSet, info.normalisation(), alarm));
    }

    /** The schemes as they lie in memory, once {@link #definition} has looked. */
    public List<CampaignScheme> inMemory() {
        return List.copyOf(inMemory);
    }

    /** Writes what was struck, once the campaign has run, as {@code --replay} reads it. */
    public void writeFaults(Path file, StudyRecord record) throws IOException {
        FaultListFile.write(file, inMemory, settings, record.trials());
    }

    /** What the deployed network of each scheme stores, once the campaign has run. */
    public Map<String, StoredBytes> storedBytes() {
        return Collections.unmodifiableMap(storedBytes);
    }

    /** What the tensors of each scheme's network lost when they were stored, once the campaign has begun. */
    public Map<String, List<StorageLoss>> storageLosses() {
        return Collections.unmodifiableMap(storageLosses);
    }

    /** What the trials took that were computed by other processes, once the campaign has run. */
    public Optional<ClusterTimes> clusterTimes() {
        return clusterTimes;
    }

    /** Tells how a campaign came about, when it has run. */
    @FunctionalInterface
    public interface Provenance {
        JsonNode of(CampaignRun run);
    }

    private void noteStorage(CampaignScheme scheme) {
        storedBytes.put(
                scheme.name(),
                new StoredBytes(
                        scheme.space().sharedBytes(),
                        scheme.space().boundBytes(),
                        scheme.space().companionBytes() + scheme.hardened().checkBytes()));
        storageLosses.put(scheme.name(), scheme.losses());
    }

    /** Labelled images on the backend, normalised as the networks want them. */
    public EvaluationSet evaluation(Images images) {
        return evaluation(backend, images, EvaluationSet.BUDGET);
    }

    private EvaluationSet evaluation(Backend on, Images images, long budget) {
        return new EvaluationSet(
                on, images, info.normalisation(), settings.deployment().batchSize(), budget);
    }

    private Optional<Examples> examples(EvaluationSet images) {
        ProtectedNetwork last = schemes.stream()
                .filter(scheme -> scheme.protection().role() == Role.FEATURED)
                .findFirst()
                .orElse(schemes.getLast());
        return schemes.stream()
                .filter(scheme -> scheme.protection().role() == Role.BASELINE && scheme != last)
                .findFirst()
                .map(none -> new BrokenImages(settings, trialImages, images).find(none, last));
    }

    /** Schemes are compared on one network and on the same images: what was hardened before it was changed is no part of it. */
    private void requireAlike(String scheme, CheckpointInfo first, CheckpointInfo info) throws InvalidFileException {
        JsonNode ofFirst = comparable(first);
        Optional<JsonDifference> difference = JsonDifference.first(ofFirst, comparable(info));
        if (difference.isPresent()) {
            throw new InvalidFileException(
                    hardened.hardened(scheme),
                    "the hardened network's " + difference.get().path(),
                    difference.get().given(),
                    difference.get().stored() + " as under the other schemes; harden again");
        }
    }

    private static JsonNode comparable(CheckpointInfo info) {
        Identity.Builder parts = Identity.of("comparable")
                .with("dataset", info.dataset())
                .with("classes", info.classNames())
                .with("normalisation", info.normalisation());
        Origins.of(info.notes())
                .ifPresent(origin -> List.of("network", "images", "batch", "backend")
                        .forEach(part -> parts.with(part, origin.tree().path(part))));
        return parts.build().tree();
    }

    private Checkpoint checkpoint(String scheme) throws IOException {
        if (!Files.exists(hardened.hardened(scheme))) {
            throw new InvalidFileException(
                    hardened.hardened(scheme), "file", "missing", "the network under " + scheme + " (fitact harden)");
        }
        Checkpoint checkpoint = Checkpoint.read(hardened.hardened(scheme));
        Map<String, String> notes = checkpoint.info().notes();
        if (!scheme.equals(notes.get(Hardening.SCHEME))) {
            throw new InvalidFileException(
                    hardened.hardened(scheme), "note scheme", String.valueOf(notes.get(Hardening.SCHEME)), scheme);
        }
        return checkpoint;
    }

    @Override
    public void close() {
        schemes.forEach(scheme -> scheme.network().close());
    }
}
