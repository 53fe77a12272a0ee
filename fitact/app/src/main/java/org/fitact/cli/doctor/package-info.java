/** Looks at the machine: what {@code fitact doctor} prints, as records. */
package org.fitact.cli.doctor;
