/** What the help of a command says that no annotation of an option can, and the script for tab completion. */
package org.fitact.cli.help;
