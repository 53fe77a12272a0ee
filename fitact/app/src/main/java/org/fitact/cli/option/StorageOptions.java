package org.fitact.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.memory.Deployment;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.InvalidFileException;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a network is stored beside the format of its parameters: its batch norm, its bounds, single tensors. */
public final class StorageOptions {

    @Mixin
    private FoldOption batchNorm;

    @Option(
            names = "--bound-format",
            paramLabel = "FORMAT",
            description = "Format of stored bounds, such as Q7.8, auto16 or bf16: less memory, and fewer bits to be "
                    + "hit (default: as --format).")
    private TensorFormat boundFormat;

    @Option(
            names = "--formats",
            paramLabel = "FILE",
            description = "JSON with formats of single tensors, by layers and kinds; see docs/numerics.md.")
    private Path formats;

    /**
     * A deployment without codes.
     *
     * @param arithmetic format of the parameters
     * @param batch images of a run
     * @throws InvalidFileException if the file of formats is none
     */
    public Deployment deployment(TensorFormat arithmetic, int batch) throws IOException {
        return new Deployment(arithmetic, batchNorm.fold(), batch)
                .withBounds(boundFormat == null ? arithmetic : NumberFormats.like(arithmetic, boundFormat))
                .withFormats(formats == null ? List.of() : FormatsFile.read(formats));
    }
}
