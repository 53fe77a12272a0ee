package org.fitact.nn.onnx.read;

import org.fitact.nn.InvalidFileException;

/** The operators that are known, made for one file. */
@FunctionalInterface
public interface OperatorSet {

    /** Makes the set for a file. */
    @FunctionalInterface
    interface Factory {
        OperatorSet of(Reading reading);
    }

    /**
     * What a node is a node of.
     *
     * @param node whose inputs need not be known yet
     * @throws InvalidFileException if there is none of this name, or a node may not have such inputs or attributes
     */
    Operator of(OnnxNode node) throws InvalidFileException;
}
