/**
 * JSON that nobody vouches for: one reader, with limits before work, that says in one line which field of which file is not
 * what was expected there.
 */
package org.fitact.nn.json;
