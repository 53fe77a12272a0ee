package org.fitact.study;

import java.util.Map;

/**
 * A scheme that was applied to a network.
 *
 * @param details what the scheme says of how it was applied
 * @param seconds that it took, without the profile
 */
public record HardenedScheme(String scheme, Map<String, Object> details, double seconds) {}
