package org.fitact.attack;

/**
 * A bit that an attacker flipped.
 *
 * @param address of its word
 * @param bit from the lowest
 * @param slope by how much the loss was to rise, by the gradient
 * @param loss with it and all flips before it; infinite where the network's answers are no numbers any more
 */
public record WorstFlip(int address, int bit, double slope, double loss) {}
