package org.fitact.results;

/**
 * A mean accuracy that a paper states.
 *
 * @param scheme name of the scheme as this program has it
 * @param rate bit error rate
 * @param accuracy 0..1
 */
public record Published(String scheme, double rate, double accuracy) {}
