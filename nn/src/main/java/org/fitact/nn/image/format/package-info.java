/** Forms in which a user's own images may lie, beside image files: each a {@link org.fitact.nn.image.source.DataFormat}. */
@Internal
package org.fitact.nn.image.format;

import org.fitact.tensor.Internal;
