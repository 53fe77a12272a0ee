package org.fitact.nn.image.source;

import java.io.IOException;
import java.io.Serial;

/** The host of a download cannot be reached; the message is one line that names the host and the way without it. */
public final class NoNetworkException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoNetworkException(String host, Throwable cause) {
        super(
                "cannot reach " + host
                        + " (no network?): fetch the files another way and name their folder with --from",
                cause);
    }
}
