package org.fitact.cuda;

import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.contract.BackendContract;

/** The contract on the device that a user would get. Its name keeps it out of the build; {@link DeviceSuite} runs it. */
class DeviceContract extends BackendContract {

    @Override
    protected Backend open(BackendOptions options) {
        return new CudaProvider().open(options);
    }
}
