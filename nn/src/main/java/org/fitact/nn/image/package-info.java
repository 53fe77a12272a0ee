/**
 * Images on their way to a network: {@link org.fitact.nn.image.Images} are bytes, channels last, in memory or read when they
 * are wanted; a {@link org.fitact.nn.image.BatchLoader} makes batches of them. The order, the augmentation and the held-out part depend on the
 * seed only, never on threads. Where sets come from is in {@code source}.
 */
package org.fitact.nn.image;
