/**
 * Protection schemes: a graph with bounded activations and where the bounds come from, a code for the words of the memory,
 * checks on what is computed. A scheme is one class that implements {@link org.fitact.protect.Protection}, whose parts may be
 * empty, and one line in {@link org.fitact.protect.Protections}.
 */
package org.fitact.protect;
