/**
 * Schemes that came beside FitAct or after it, to be compared with it: each says its paper, and what is otherwise here than there.
 * They need {@link org.fitact.protect} and are found by the class path ({@code META-INF/services}), as those of others are.
 */
@Internal
package org.fitact.protect.field;

import org.fitact.tensor.Internal;
