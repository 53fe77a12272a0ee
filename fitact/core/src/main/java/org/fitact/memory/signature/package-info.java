/**
 * Memory codes against an attacker: signatures of groups of words, under a key that the attacker does not have. They are found by the
 * class path ({@code META-INF/services}), as codes of others are.
 */
@Internal
package org.fitact.memory.signature;

import org.fitact.tensor.Internal;
