/**
 * Every reader of files against inputs that nobody wrote: valid files with a few mistakes, most of them made where the
 * format has structure, so that what is checked late is reached too. An input is a function of the seed, the reader and its
 * number alone.
 */
package org.fitact.fuzz;
