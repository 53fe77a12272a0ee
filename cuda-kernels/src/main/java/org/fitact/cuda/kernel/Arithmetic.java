package org.fitact.cuda.kernel;

import java.util.List;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.DeviceDescription;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;

/** In what a tiled product is computed. */
public enum Arithmetic {
    /** By the multiply-adds of every GPU. */
    FLOAT32,
    /**
     * By tensor cores, compute capability 8.0 and later: factors are rounded to 10 bits of mantissa, so that results are
     * off by up to 10⁻³ of their terms; sums are float32.
     */
    TF32;

    private static final int FIRST_WITH_TF32 = 8;

    /**
     * A launch of the kernel of a product for a tile: its blocks, with more along z.
     *
     * @param family source of the kernels for float32
     * @param product the kernel's name but for tile and arithmetic
     */
    Launch launch(String family, String product, Tiling.Tile tile, Dim3 grid, List<Object> arguments) {
        boolean tensorCores = this == TF32;
        String kernel = product + tile + (tensorCores ? "Tf32" : "");
        int shared = tensorCores ? pipelineBytes(tile) : 0;
        return new Launch(
                tensorCores ? "tensorcore" : family, kernel, grid, Dim3.of(Launch.THREADS), shared, arguments);
    }

    /** The memory of {@code Pipeline} in {@code pipeline.cuh}: four stages of 16 steps, padded by four. */
    private static int pipelineBytes(Tiling.Tile tile) {
        return 4 * (tile.rows() + tile.columns()) * (16 + 4) * Float.BYTES;
    }

    /** @throws CudaException if the device has no such arithmetic; the emulator, version 0.0, has */
    public Arithmetic requireOn(Driver driver) {
        DeviceDescription device = driver.device();
        int major = Integer.parseInt(device.computeCapability().split("\\.", 2)[0]);
        if (this == TF32 && major > 0 && major < FIRST_WITH_TF32) {
            throw new CudaException("tf32 needs compute capability " + FIRST_WITH_TF32 + ".0, and " + device.name()
                    + " has " + device.computeCapability());
        }
        return this;
    }
}
