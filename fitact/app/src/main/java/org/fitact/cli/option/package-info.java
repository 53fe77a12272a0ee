/**
 * The options of commands: blocks that several commands share, the types and ranges of their values, and what is refused as
 * misuse.
 */
package org.fitact.cli.option;
