package org.fitact.nn.image.source;

import org.fitact.nn.image.Images;

/** A data set as it is published: the images to train on and the images to test on, of the same size and classes. */
public record DataSet(String name, Images train, Images test) {}
