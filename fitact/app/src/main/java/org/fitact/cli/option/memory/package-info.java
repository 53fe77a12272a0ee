/** Options that say how numbers lie in memory: their format, codes, and what was hardened for which. */
package org.fitact.cli.option.memory;
