package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.contract.BackendContract;

/** The definition fulfils its own contract: it writes what it should and nothing else, and refuses what it should. */
class ReferenceContractTest extends BackendContract {

    @Override
    protected Backend open(BackendOptions options) {
        return new ReferenceProvider().open(options);
    }
}
