/**
 * Data sets: what an {@link org.fitact.nn.data.ImageSet} holds, where sets come from
 * ({@link org.fitact.nn.data.DataSets}), how they are fetched ({@link org.fitact.nn.data.DataDownload}) and how they
 * reach training as batches ({@link org.fitact.nn.data.BatchLoader}). Images are bytes, channels last; the order, the
 * augmentation and the held-out part depend on the seed only, never on threads.
 */
package org.fitact.nn.data;
