package org.fitact.nn.onnx;

import java.io.Serial;

/**
 * What a node reads is not known, because the node that makes it was refused: there is nothing to be said about this one.
 * It carries no trace, since thousands of nodes may follow one that was refused.
 */
final class UnknownInputException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnknownInputException() {
        super("made by a node that was refused", null, false, false);
    }
}
