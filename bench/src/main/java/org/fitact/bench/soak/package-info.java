/**
 * Kills the program at random moments, lets it go on, and compares what it comes to with an uninterrupted run: {@code
 * fitact soak}. {@link org.fitact.bench.soak.Phases} says what is run, {@link org.fitact.bench.soak.Soak} runs it.
 */
package org.fitact.bench.soak;
