package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.Contents;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedPointCodec;

/** Launches the kernels of {@code fixedpoint.cu}. */
public final class FixedPointKernels {

    private static final String FAMILY = "fixedpoint";

    private final Driver driver;
    private final ChecksKernels checks;

    public FixedPointKernels(Driver driver, ChecksKernels checks) {
        this.driver = driver;
        this.checks = checks;
    }

    public void quantise(FixedPoint arithmetic, long n, Buffer x, Buffer words) {
        if (n == 0) {
            return;
        }
        driver.launch(Launch.forEach(
                FAMILY,
                "quantise",
                n,
                rounding(arithmetic),
                overflow(arithmetic),
                arithmetic.format().width(),
                Math.scalb(1.0, arithmetic.format().fractionBits()),
                arithmetic.seed(),
                n,
                pointer(x),
                pointer(words),
                checks.first()));
        checks.take().ifPresent(index -> {
            float value = Float.intBitsToFloat(checks.element(pointer(x).plus(index)));
            FixedPointCodec.toWord(arithmetic, value, index); // throws what the definition throws
            throw new CudaException("quantise found no word for " + value + ", but there is one");
        });
    }

    private static int rounding(FixedPoint arithmetic) {
        return switch (arithmetic.rounding()) {
            case HALF_EVEN -> 0;
            case HALF_UP -> 1;
            case TRUNCATE -> 2;
            case STOCHASTIC -> 3;
        };
    }

    private static int overflow(FixedPoint arithmetic) {
        return switch (arithmetic.overflow()) {
            case SATURATE -> 0;
            case WRAP -> 1;
            case ERROR -> 2;
        };
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
