/**
 * The definition of every op: scalar loops that accumulate in double precision, in a fixed order and on one thread. It
 * is written to be read and to be compared with, not to be fast. One class per family of ops, on plain arrays.
 */
@Internal
package org.fitact.tensor.backend.reference;

import org.fitact.tensor.Internal;
