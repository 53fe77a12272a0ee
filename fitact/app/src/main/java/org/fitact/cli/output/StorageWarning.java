package org.fitact.cli.output;

import java.util.List;
import org.fitact.memory.StorageLoss;
import picocli.CommandLine.Model.CommandSpec;

/** Says what a format cannot hold, so that no accuracy is lost to it in silence. */
public final class StorageWarning {

    private StorageWarning() {}

    /** A line on standard error where a scheme's network loses more than the rounding of its numbers. */
    public static void print(CommandSpec command, String scheme, List<StorageLoss> losses) {
        StorageLoss.summary(losses)
                .ifPresent(summary -> Messages.warn(command, "as " + scheme + " is stored, " + summary));
    }
}
