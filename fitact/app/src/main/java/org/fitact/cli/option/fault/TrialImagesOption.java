package org.fitact.cli.option.fault;

import org.fitact.cli.value.Within;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --images} of commands that have trials: how many images each is told by. */
public final class TrialImagesOption {

    private static final String NAME = "--images";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Within("[1, 10000000]")
    @Option(
            names = NAME,
            description = "Test images of a trial (default: ${DEFAULT-VALUE}, or all if there are fewer).")
    private int images;

    /** @param usual how many where nothing is said */
    public TrialImagesOption(int usual) {
        images = usual;
    }

    /** As many as were asked for, or the usual number. */
    public int images() {
        return images;
    }

    /**
     * Images of a trial: as many as were asked for, or if nothing was said the usual number, as far as there are so many.
     *
     * @param available of the test set
     */
    public int images(int available) {
        return command.commandLine().getParseResult().hasMatchedOption(NAME) ? images : Math.min(images, available);
    }
}
