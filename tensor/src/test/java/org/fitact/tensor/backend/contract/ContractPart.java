package org.fitact.tensor.backend.contract;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;

/** What the parts of the contract need from {@link BackendContract}. */
interface ContractPart {

    /** Lengths around the widths of vectors, blocks and warps. */
    int[] SIZES = {1, 7, 13, 64, 207, 1025};

    Harness harness();

    /** Another instance of the backend under test; the caller closes it. */
    Backend openRecorded(BackendOptions options);
}
