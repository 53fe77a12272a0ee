/**
 * The options of commands: those that several commands share, and how a study remembers them. What values they take says {@code
 * cli.value}.
 */
package org.fitact.cli.option;
