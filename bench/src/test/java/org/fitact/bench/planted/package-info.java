/** Benchmarks with faults, for the tests of what finds them. They are never run. */
package org.fitact.bench.planted;
