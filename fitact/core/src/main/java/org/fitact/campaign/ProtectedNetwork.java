package org.fitact.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
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
 * @param integers how it computes in integers; empty if it computes in float
 */
public record ProtectedNetwork(
        String scheme,
        Network network,
        Protection protection,
        Map<String, Object> details,
        Optional<Identity> origin,
        Optional<IntegerInference> integers) {

    /** One that computes in float. */
    public ProtectedNetwork(
            String scheme,
            Network network,
            Protection protection,
            Map<String, Object> details,
            Optional<Identity> origin) {
        this(scheme, network, protection, details, origin, Optional.empty());
    }

    /** One under the name of its scheme, of which nothing is known but itself. */
    public ProtectedNetwork(Protection protection, Network network) {
        this(protection.name(), network, protection, Map.of(), Optional.empty());
    }

    /** One whose protection is all in its graph, under any name. */
    public ProtectedNetwork(String scheme, Network network) {
        this(scheme, network, Protections.baseline(), Map.of(), Optional.empty());
    }

    /** The same network, computing in integers. */
    public ProtectedNetwork with(IntegerInference inference) {
        return new ProtectedNetwork(scheme, network, protection, details, origin, Optional.of(inference));
    }

    /**
     * The same network, computing in integers as a file says.
     *
     * @param arithmetic that {@code fitact quantise} wrote for it
     * @param threads that share the images of a run
     * @param deployment in which it is tried, so that what cannot be computed is found before the first fault
     * @throws InvalidFileException if the file is missing, or is no arithmetic in which the network can be computed under faults
     */
    public ProtectedNetwork inIntegers(Path arithmetic, int threads, Deployment deployment) throws IOException {
        if (!Files.exists(arithmetic)) {
            throw new InvalidFileException(
                    arithmetic,
                    "file",
                    "missing",
                    "the arithmetic of the network under " + protection.hardenedAs() + " (fitact quantise)");
        }
        ProtectedNetwork inIntegers = with(IntegerInference.read(arithmetic, network, threads));
        try (StoredNetwork _ = inIntegers.deploy(deployment)) {
            return inIntegers;
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(arithmetic.toString(), "the arithmetic", e);
        }
    }

    /** What its memory holds when it is deployed; one that computes in integers has the formats of its arithmetic. */
    public MemoryImage image(Deployment deployment) {
        Deployment guarded = deployment.with(protection::code).observable(protection.observing());
        return MemoryImage.of(
                network,
                integers.map(inference -> guarded.with(inference.quantisation()))
                        .orElse(guarded));
    }

    /** Whether its scheme watches what it computes. */
    boolean isChecked() {
        return !checks().isEmpty();
    }

    /** Deploys it, guarded and watched as its scheme wants it; to be closed by the caller. */
    public StoredNetwork deploy(Deployment deployment) {
        return deploy(image(deployment), network.backend());
    }

    /**
     * The same of an image that was made before, on any backend of the kind of the network's.
     *
     * @throws IllegalArgumentException if it computes in integers and is to be checked, or a node is not computed in integers
     */
    public StoredNetwork deploy(MemoryImage image, Backend backend) {
        if (integers.isPresent()) {
            requireUnchecked();
            return integers.get().deploy(image);
        }
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
        return places(
                faults,
                integers.map(IntegerInference::graph)
                        .orElseGet(() -> image(deployment).graph()));
    }

    /** @param compiled what the plan computes that is deployed */
    List<Place> places(TransientFaults faults, Graph compiled) {
        try {
            return integers.isPresent()
                    ? Places.of(
                            network.graph(),
                            compiled,
                            protection::added,
                            faults,
                            integers.get().struckWidths())
                    : Places.of(network.graph(), compiled, protection::added, faults);
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

    private void requireUnchecked() {
        if (isChecked()) {
            throw new IllegalArgumentException(
                    "scheme " + scheme + " checks what is computed in float, expected one for inference in integers");
        }
    }
}
