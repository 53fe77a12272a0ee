package org.fitact.campaign;

import java.util.Map;
import java.util.Optional;
import org.fitact.identity.Identity;
import org.fitact.nn.graph.Network;

/**
 * A network under a scheme.
 *
 * @param scheme name of the scheme
 * @param details what the scheme says of how it was applied
 * @param origin what the network was hardened from, where it is known
 */
public record ProtectedNetwork(String scheme, Network network, Map<String, Object> details, Optional<Identity> origin) {

    /** One of which nothing is known but itself. */
    public ProtectedNetwork(String scheme, Network network, Map<String, Object> details) {
        this(scheme, network, details, Optional.empty());
    }
}
