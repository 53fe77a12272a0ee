package org.fitact.cuda;

import org.fitact.cuda.driver.EmulatorDriver;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.CheckedBackend;
import org.fitact.tensor.backend.contract.BackendContract;

/** The kernels fulfil the contract, run by the emulator. */
class CudaContractTest extends BackendContract {

    @Override
    protected Backend open(BackendOptions options) {
        return CheckedBackend.of(new CudaBackend(Emulators.open(new EmulatorDriver.Mode(options.threads(), 0, false))));
    }
}
