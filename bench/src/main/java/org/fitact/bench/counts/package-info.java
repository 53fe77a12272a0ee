/** What schemes add to a network, counted from its graph: nothing is trained or timed. */
package org.fitact.bench.counts;
