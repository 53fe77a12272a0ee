package org.fitact.cuda;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.CheckedBackend;
import org.fitact.tensor.backend.contract.BackendContract;

/** The same with the threads in a shuffled order, which brings races out, and every access checked. */
class CudaStrictContractTest extends BackendContract {

    @Override
    protected Backend open(BackendOptions options) {
        return CheckedBackend.of(new CudaBackend(Emulators.open(Emulators.STRICT)));
    }
}
