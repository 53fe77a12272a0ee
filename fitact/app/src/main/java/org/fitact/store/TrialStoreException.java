package org.fitact.store;

/** A trial store that cannot be used; the message is one line that names the file, what was found and what to do. */
public final class TrialStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TrialStoreException(String message) {
        super(message);
    }

    TrialStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
