/**
 * Schemes that compute more than they need, and compare: products with their checksums, or with themselves. They see transient faults,
 * which codes of the memory cannot see; see {@link org.fitact.protect.ComputationCheck}.
 */
@Internal
package org.fitact.protect.redundancy;

import org.fitact.tensor.Internal;
