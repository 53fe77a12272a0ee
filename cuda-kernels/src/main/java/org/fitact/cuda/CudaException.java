package org.fitact.cuda;

/** The device refused, or the emulator found a kernel doing what it must not; the message names kernel and sizes. */
final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CudaException(String message) {
        super(message);
    }

    CudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
