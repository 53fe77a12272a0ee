package org.fitact.campaign;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.protect.Checks;
import org.fitact.protect.ComputationCheck;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.tensor.backend.Backend;
import org.fitact.transients.Place;
import org.fitact.transients.Places;
import org.fitact.transients.TransientFaults;

/**
 * A network under a scheme.
 *
 * @param scheme name under which its trials are kept
 * @param network as the scheme made it
 * @param protection whose codes guard its memory, and whose checks watch what it computes
 * @param details what the scheme says of how it was applied
 * @param origin what the network was hardened from, where it is known
 */
public record ProtectedNetwork(
        String scheme, Network network, Protection protection, Map<String, Object> details, Optional<Identity> origin) {

    /** One under the name of its scheme, of which nothing is known but itself. */
    public ProtectedNetwork(Protection protection, Network network) {
        this(protection.name(), network, protection, Map.of(), Optional.empty());
    }

    /** One whose protection is all in its graph, under any name. */
    public ProtectedNetwork(String scheme, Network network) {
        this(scheme, network, Protections.baseline(), Map.of(), Optional.empty());
    }

    /** What its memory holds when it is deployed. */
    public MemoryImage image(Deployment deployment) {
        return MemoryImage.of(network, deployment.with(protection::code).observable(protection.observing()));
    }

    /** Deploys it, guarded and watched as its scheme wants it; to be closed by the caller. */
    public StoredNetwork deploy(Deployment deployment) {
        return deploy(image(deployment), network.backend());
    }

    /** The same of an image that was made before, on any backend of the kind of the network's. */
    public StoredNetwork deploy(MemoryImage image, Backend backend) {
        StoredNetwork memory = StoredNetwork.of(image, backend);
        try {
            new Checks(checks()).watch(memory.plan());
            return memory;
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Where transient faults may strike it when it is deployed.
     *
     * @throws IllegalArgumentException if there is no such place; it names the scheme
     */
    public List<Place> places(TransientFaults faults, Deployment deployment) {
        return places(faults, image(deployment).graph());
    }

    /** @param compiled what the plan computes that is deployed */
    List<Place> places(TransientFaults faults, Graph compiled) {
        try {
            return Places.of(network.graph(), compiled, protection::added, faults);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scheme " + scheme + ": " + e.getMessage(), e);
        }
    }

    /** New checks on what it computes. */
    List<ComputationCheck> checks() {
        return protection.checks(network.graph(), details);
    }

    /** Bytes that its checks keep beside the network. */
    public long checkBytes() {
        return checks().stream().mapToLong(ComputationCheck::bytes).sum();
    }
}
