/**
 * Protection schemes: how the activations of a trained network are given bounds, and where the bounds come from. A
 * scheme is one class that implements {@link org.fitact.protect.Protection} and one line in {@link
 * org.fitact.protect.Protections}.
 */
package org.fitact.protect;
