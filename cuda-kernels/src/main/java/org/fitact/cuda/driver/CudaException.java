package org.fitact.cuda.driver;

/** The device refused, or the emulator found a kernel doing what it must not; the message names kernel and sizes. */
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CudaException(String message) {
        super(message);
    }

    public CudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
