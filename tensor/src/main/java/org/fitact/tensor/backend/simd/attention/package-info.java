/**
 * What attention and the layers around it need beside products: softmax and group norm, of which layer and instance norm are
 * cases. They bring the elements of a row, or of a group of channels, into proportion with each other.
 */
@Internal
package org.fitact.tensor.backend.simd.attention;

import org.fitact.tensor.Internal;
