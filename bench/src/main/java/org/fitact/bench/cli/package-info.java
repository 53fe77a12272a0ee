/** The commands of {@code fitact bench}, found by the command line through {@link org.fitact.cli.CommandProvider}. */
package org.fitact.bench.cli;
