package org.fitact.campaign.remote;

import java.io.Serial;

/** Other processes do not compute the trials of a study; the message is one line that says who and why. */
public final class ClusterException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
