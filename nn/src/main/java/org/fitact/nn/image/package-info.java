/**
 * Images on their way to a network: an {@link org.fitact.nn.image.ImageSet} is bytes, channels last; a
 * {@link org.fitact.nn.image.BatchLoader} makes batches of it. The order, the augmentation and the held-out part depend on the
 * seed only, never on threads. Where sets come from is in {@code source}.
 */
package org.fitact.nn.image;
