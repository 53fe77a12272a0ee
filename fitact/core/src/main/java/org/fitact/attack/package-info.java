/**
 * An attacker who chooses the bits that flip: {@link org.fitact.attack.ProgressiveBitSearch} over the words of a deployed network, by
 * the gradient of its loss; and as many flips that nobody chose.
 */
package org.fitact.attack;
