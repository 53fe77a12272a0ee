/**
 * Memory faults: the address space of a network's stored words ({@link org.fitact.fault.FaultSpace}), what may happen
 * to its bits ({@link org.fitact.fault.FaultModel}, limited by a {@link org.fitact.fault.FaultFilter}), what did happen
 * in a trial ({@link org.fitact.fault.FaultSampler}, {@link org.fitact.fault.FaultPattern}), and its exact undoing
 * ({@link org.fitact.fault.FaultLog}).
 *
 * <p>To add a fault model, write one record that implements {@code FaultModel}.
 */
package org.fitact.fault;
