/**
 * Matrix products and convolutions as sums of products over packed panels, and what is done with the sums on their way to the
 * output. The loops over tiles are generated from one template, which lies in the tests.
 */
@Internal
package org.fitact.tensor.backend.simd.product;

import org.fitact.tensor.Internal;
