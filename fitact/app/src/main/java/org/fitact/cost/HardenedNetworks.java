package org.fitact.cost;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protection;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;

/** The networks of candidates, each scheme's loaded once. Closing it frees them. */
public final class HardenedNetworks implements AutoCloseable {

    private final StudyFolder folder;
    private final Backend backend;
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> details = new LinkedHashMap<>();
    private CheckpointInfo info;

    public HardenedNetworks(StudyFolder folder, Backend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    public StudyFolder folder() {
        return folder;
    }

    public Backend backend() {
        return backend;
    }

    /** The network that a scheme hardened; not to be closed. */
    Network of(String scheme) throws IOException {
        Network loaded = networks.get(scheme);
        if (loaded == null) {
            Checkpoint checkpoint = Checkpoint.read(folder.hardened(scheme));
            info = info == null ? checkpoint.info() : info;
            loaded = checkpoint.load(backend);
            networks.put(scheme, loaded);
            details.put(scheme, Hardening.details(checkpoint));
        }
        return loaded;
    }

    /**
     * What a candidate stores.
     *
     * @throws IllegalArgumentException if its code cannot code a tensor in its format
     * @throws ArithmeticException if a number has no word
     */
    public MemoryImage image(Candidate candidate) throws IOException {
        Protection protection = candidate.protection();
        return MemoryImage.of(
                of(protection.hardenedAs()), candidate.deployment().with(protection::code));
    }

    /** A candidate as it computes, its checks watching; to be closed by the caller. */
    public StoredNetwork deploy(Candidate candidate, int batch) throws IOException {
        Deployment deployment = new Deployment(candidate.deployment().arithmetic(), true, batch);
        Network network = of(candidate.hardenedAs());
        Protection protection = candidate.protection();
        return new ProtectedNetwork(
                        protection.name(), network, protection, details.get(candidate.hardenedAs()), Optional.empty())
                .deploy(deployment);
    }

    /** The accuracy of a candidate without faults. */
    public double accuracy(Candidate candidate, Images images) throws IOException {
        int batch = candidate.deployment().batchSize();
        try (StoredNetwork memory = deploy(candidate, batch);
                EvaluationSet set = set(images, batch)) {
            return set.accuracy(memory.plan());
        }
    }

    /** Images as the networks want them; to be closed by the caller, after a network was asked for. */
    public EvaluationSet set(Images images, int batch) {
        return new EvaluationSet(backend, images, info.normalisation(), batch);
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
    }
}
