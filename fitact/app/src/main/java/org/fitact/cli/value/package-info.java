/**
 * The values of options: the types, names and ranges that they take, how they are checked before a command starts, and what is
 * refused as misuse.
 */
package org.fitact.cli.value;
