/**
 * What the rate of a campaign means: for each rate a {@link org.fitact.fault.FaultModel}. To add one, implement {@link
 * org.fitact.fault.kind.FaultKind} and list it in {@link org.fitact.fault.kind.FaultKinds}, or declare it in {@code
 * META-INF/services} of another jar.
 */
package org.fitact.fault.kind;
