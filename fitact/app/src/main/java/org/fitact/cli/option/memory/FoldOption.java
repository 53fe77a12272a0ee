package org.fitact.cli.option.memory;

import picocli.CommandLine.Option;

/** {@code --fold-batch-norm}: the option of every command that deploys networks. */
public final class FoldOption {

    @Option(
            names = "--fold-batch-norm",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Fold batch norm into the convolutions, or keep its vectors in memory (default: fold).")
    private boolean fold;

    public boolean fold() {
        return fold;
    }
}
