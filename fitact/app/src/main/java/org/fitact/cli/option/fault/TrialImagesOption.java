package org.fitact.cli.option.fault;

import org.fitact.cli.value.Within;
import picocli.CommandLine.Option;

/** {@code --images} of commands that have trials: how many images each is told by. */
public final class TrialImagesOption {

    @Within("[1, 10000000]")
    @Option(names = "--images", description = "Test images of a trial (default: ${DEFAULT-VALUE}).")
    private int images;

    /** @param usual how many where nothing is said */
    public TrialImagesOption(int usual) {
        images = usual;
    }

    /** Images of a trial, drawn from the test set. */
    public int images() {
        return images;
    }
}
