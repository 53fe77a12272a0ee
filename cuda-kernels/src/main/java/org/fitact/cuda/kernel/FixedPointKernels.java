package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.Contents;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;

/** Launches the kernels of {@code fixedpoint.cu}. */
public final class FixedPointKernels {

    private static final String FAMILY = "fixedpoint";

    private final Driver driver;
    private final ChecksKernels checks;

    public FixedPointKernels(Driver driver, ChecksKernels checks) {
        this.driver = driver;
        this.checks = checks;
    }

    public void dequantise(FixedPoint arithmetic, long n, DevicePointer words, DevicePointer x) {
        if (n > 0) {
            driver.launch(
                    Launch.forEach(FAMILY, "dequantise", n, arithmetic.format().resolution(), n, words, x));
        }
    }

    public void flipBits(FixedPoint arithmetic, int n, Buffer addresses, Buffer masks, Buffer words) {
        if (n == 0) {
            return;
        }
        checks.firstOutside(n, words.length(), addresses).ifPresent(i -> {
            throw Contents.addressOutside(i, checks.element(pointer(addresses).plus(i)), words.length());
        });
        driver.launch(Launch.forEach(
                FAMILY,
                "flipBits",
                n,
                arithmetic.format().width(),
                (long) n,
                pointer(addresses),
                pointer(masks),
                pointer(words)));
    }
}
