/** {@code fitact bench fitrelu}: bounded activations by themselves, cell by cell. */
package org.fitact.bench.fitrelu;
