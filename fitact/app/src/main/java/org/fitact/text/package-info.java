/**
 * Numbers as people read them, for all that shows some: tables, figures, terminals, benchmarks. Whatever it is, it reads the
 * same everywhere and in every locale. What a terminal's character set lacks, {@code cli.output} spells otherwise.
 */
package org.fitact.text;
