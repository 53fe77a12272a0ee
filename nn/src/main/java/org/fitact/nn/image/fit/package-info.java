/** Brings images of any size to the one that a network takes, as the evaluation transform of torchvision does. */
package org.fitact.nn.image.fit;
