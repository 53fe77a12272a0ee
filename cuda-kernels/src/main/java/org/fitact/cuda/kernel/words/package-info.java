/** Launchers of what reads words of memories through codes. */
@Internal
package org.fitact.cuda.kernel.words;

import org.fitact.tensor.Internal;
