/**
 * Memory codes that solve what was struck: from what a layer gave for given inputs when it was deployed. They are found by the class path
 * ({@code META-INF/services}), as codes of others are.
 */
@Internal
package org.fitact.memory.recovery;

import org.fitact.tensor.Internal;
