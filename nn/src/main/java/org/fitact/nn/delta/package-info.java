/**
 * What a change of a few parameters does to the values of a network for one image: from the layer that is changed on, only the
 * differences are followed.
 */
package org.fitact.nn.delta;
