package org.fitact.cuda;

import java.util.concurrent.atomic.AtomicLong;
import org.fitact.tensor.integer.FasterOpsContract;
import org.fitact.tensor.integer.IntegerOps;

/** The kernels on words fulfil the contract; every few ops it is the strict emulator that computes. */
public class CudaIntegerOpsTest extends FasterOpsContract {

    private static final int STRICT_AFTER = 8;

    private static final IntegerOps PLAIN = new CudaIntegerOps(() -> Emulators.open(Emulators.PLAIN));
    private static final IntegerOps STRICT = new CudaIntegerOps(() -> Emulators.open(Emulators.STRICT));
    private static final AtomicLong ASKED = new AtomicLong();

    @Override
    protected IntegerOps ops() {
        return ASKED.getAndIncrement() % STRICT_AFTER == 0 ? STRICT : PLAIN;
    }
}
