/** A network as it lies in memory when it is deployed: fixed-point words in one address space, and the plan they feed. */
package org.fitact.memory;
