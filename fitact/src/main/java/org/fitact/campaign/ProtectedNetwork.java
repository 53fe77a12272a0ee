package org.fitact.campaign;

import java.util.Map;
import org.fitact.nn.model.Network;

/**
 * A network under a scheme.
 *
 * @param scheme name of the scheme
 * @param details what the scheme says of how it was applied
 */
public record ProtectedNetwork(String scheme, Network network, Map<String, Object> details) {}
