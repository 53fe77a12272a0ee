/**
 * Benchmarks beside other engines, on the same networks with the same weights. Compiled by the profile {@code peers} only,
 * which brings the other engines.
 */
package org.fitact.bench.peers;
