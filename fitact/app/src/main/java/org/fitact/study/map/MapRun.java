package org.fitact.study.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.fitact.campaign.IntegerInference;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.TracedNetwork;
import org.fitact.campaign.remote.ClusterWorkers;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.fault.FaultFilter;
import org.fitact.identity.ContentHash;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.protect.Protection;
import org.fitact.results.MapPlan;
import org.fitact.results.MapResults;
import org.fitact.results.integer.IntegerFormats;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.FaultTracer;
import org.fitact.vulnerability.ImageWorkers;
import org.fitact.vulnerability.MapListener;
import org.fitact.vulnerability.MapSettings;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.MapWorkers;
import org.fitact.vulnerability.Strata;
import org.fitact.vulnerability.VulnerabilityMap;

/** Makes the map of a hardened network. Closing it frees the network. */
public final class MapRun implements AutoCloseable {

    private final CheckpointInfo info;
    private final ProtectedNetwork hardened;
    private final TracedNetwork network;
    private final MemoryImage memory;
    private final Images images;
    private final FaultFilter filter;
    private final MapSettings settings;
    private final long seed;
    private final Strata strata;
    private final Supplier<Backend> backends;

    /**
     * What is mapped.
     *
     * @param deployment one image a run, without codes
     * @param arithmetic file by which it computes in integers; empty for float
     * @param filter which bits may be hit
     * @param by what they are divided by
     * @param images with which a fault may be met, drawn from the test set as evenly over the classes as can be; at most all
     */
    public record Subject(
            Protection protection,
            Deployment deployment,
            Optional<Path> arithmetic,
            FaultFilter filter,
            Set<Division> by,
            int images,
            long seed) {}

    /**
     * Loads the network.
     *
     * @param folder where the hardened networks lie
     * @param backends opens what computes, for each worker one
     * @param backend one of them, which the network lies on
     * @throws org.fitact.nn.InvalidFileException if the scheme has no sound checkpoint, or the arithmetic is not its
     * @throws IllegalArgumentException if its computation is checked between the steps, which cannot be followed
     */
    public MapRun(
            StudyFolder folder,
            Supplier<Backend> backends,
            Backend backend,
            Subject subject,
            MapSettings settings,
            Images testSet)
            throws IOException {
        Protection protection = subject.protection();
        Checkpoint checkpoint = Checkpoint.read(folder.hardened(protection.hardenedAs()));
        this.info = checkpoint.info();
        this.backends = backends;
        this.filter = subject.filter();
        this.settings = settings;
        this.seed = subject.seed();
        this.images = Split.sample(testSet, subject.images(), subject.seed());
        ProtectedNetwork loaded = Hardening.load(protection.name(), protection, checkpoint, backend);
        try {
            this.hardened = inIntegers(loaded, subject);
            this.network = new TracedNetwork(hardened, subject.deployment(), images, info.normalisation());
            this.memory = network.memory();
            this.strata = new Strata(memory.space(), filter, subject.by(), images.size(), seed);
        } catch (IOException | RuntimeException | Error e) {
            loaded.network().close();
            throw e;
        }
    }

    private static ProtectedNetwork inIntegers(ProtectedNetwork loaded, Subject subject) throws IOException {
        if (subject.arithmetic().isEmpty()) {
            return loaded;
        }
        return loaded.inIntegers(subject.arithmetic().get(), 1, subject.deployment());
    }

    /** What will be sampled. */
    public MapPlan plan() {
        return MapPlan.of(strata.all(), settings.size(), images.size());
    }

    /** All that the numbers depend on. */
    public Identity identity() {
        return Identity.of("map")
                .with("scheme", hardened.scheme())
                .with("schemeVersion", hardened.protection().version())
                .with("network", StudyDefinition.architecture(hardened.network()))
                .with("words", memory.sha256())
                .with("arithmetic", hardened.integers().map(IntegerInference::identity))
                .with("images", ContentHash.of(images))
                .with("normalisation", info.normalisation())
                .with("backend", StudyDefinition.backend(hardened.network().backend()))
                .with("filter", filter)
                .with("by", new TreeSet<>(strata.by()))
                .with("margin", settings.size().margin())
                .with("confidence", settings.size().confidence())
                .with("listed", settings.listed())
                .with("seed", seed)
                .build();
    }

    /**
     * Begins, or goes on with what a file holds.
     *
     * @param file of the state; written as the map goes on
     * @param workers {@link #threads} or {@link #on others}; no number depends on them
     * @param progress of the faults, and what is done with them
     */
    public MapState run(Path file, MapWorkers workers, Progress progress) throws IOException {
        MapStateFile stored = new MapStateFile(file, identity());
        int count = strata.all().size();
        MapState state = stored.exists() ? stored.read(strata, images.size()) : MapState.begin(count);
        VulnerabilityMap map = new VulnerabilityMap(strata, images.size(), settings, state);
        stored.write(state);
        try {
            map.run(workers, new Writing(stored, progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        stored.write(map.state());
        return map.state();
    }

    /** Is told how a map goes on. */
    @FunctionalInterface
    public interface Progress {
        void at(String what, long done, long total);
    }

    /** Writes the state now and then. */
    private record Writing(MapStateFile file, Progress progress) implements MapListener {

        @Override
        public void progress(String what, long done, long total) {
            progress.at(what, done, total);
        }

        @Override
        public void reached(Supplier<MapState> state) {
            file.writeNowAndThen(state);
        }
    }

    /** Threads of this process, each with a backend of its own; the calling one is among them. */
    public MapWorkers threads(int count) {
        return new ImageWorkers(count, use -> {
            try (Backend backend = backends.get();
                    FaultTracer tracer = network.tracer(backend)) {
                use.accept(tracer);
            }
        });
    }

    /** Other processes, which this does not end. */
    public MapWorkers on(TrialCluster others) {
        return new ClusterWorkers(others, network);
    }

    /**
     * What a finished map holds.
     *
     * @param fitPerMbit upsets of 10⁶ bits in 10⁹ hours; null for no failures in time
     */
    public MapResults results(MapState state, Double fitPerMbit, JsonNode provenance) {
        MapFindings.Subject subject = new MapFindings.Subject(
                hardened.scheme(),
                hardened.network().architecture().model(),
                info.dataset(),
                hardened.integers().isPresent()
                        ? IntegerFormats.of(hardened.scheme(), identity().tree().path("arithmetic"))
                        : null,
                images.size());
        return new MapFindings(memory.space(), strata, settings, state).results(subject, fitPerMbit, provenance);
    }

    @Override
    public void close() {
        hardened.network().close();
    }
}
