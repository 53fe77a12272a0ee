package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code conv2d.cu}. */
public final class Conv2dKernels implements Conv2dAlgorithm {

    private static final String FAMILY = "conv2d";

    private final Driver driver;
    private final DeviceMemory memory;
    private final Arithmetic arithmetic;

    public Conv2dKernels(Driver driver, DeviceMemory memory, Arithmetic arithmetic) {
        this.driver = driver;
        this.memory = memory;
        this.arithmetic = arithmetic.requireOn(driver);
    }

    private static int pixels(Conv2d shape) {
        return shape.outputElements() / shape.outChannels();
    }

    private static int taps(Conv2d shape) {
        return shape.kernelHeight() * shape.kernelWidth();
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        int depth = taps(shape) * shape.inChannels();
        conv2d(shape, Tiling.of(pixels(shape), shape.outChannels(), depth), List.of(x, w, y), epilogue);
    }

    /** @param maps input, weight and output */
    public void conv2d(Conv2d shape, Tiling tiling, List<Buffer> maps, Epilogue epilogue) {
        List<Object> finish = Epilogues.arguments(epilogue);
        if (tiling.splits() == 1) {
            forward(shape, tiling, maps, DevicePointer.NULL, finish);
            return;
        }
        try (Workspace parts = Workspace.of(memory, (long) tiling.splits() * shape.outputElements())) {
            forward(shape, tiling, maps, parts.pointer(), finish);
            finish(shape.outputElements(), shape.outChannels(), tiling, parts.pointer(), maps.get(2), finish);
        }
    }

    private void forward(Conv2d shape, Tiling tiling, List<Buffer> maps, DevicePointer parts, List<Object> epilogue) {
        List<Object> arguments = new ArrayList<>(List.of(
                Conv2dAlgorithm.struct(shape),
                tiling.chunk(),
                pointer(maps.get(0)),
                pointer(maps.get(1)),
                pointer(maps.get(2)),
                parts));
        arguments.addAll(epilogue);
        Dim3 grid = tiling.tile().grid(pixels(shape), shape.outChannels(), tiling.splits());
        driver.launch(arithmetic.launch(FAMILY, "conv", tiling.tile(), grid, arguments));
    }

    private void finish(
            long elements, int columns, Tiling tiling, DevicePointer parts, Buffer target, List<Object> epilogue) {
        GemmKernels.Finish sums = new GemmKernels.Finish(elements, columns, tiling.splits(), false);
        GemmKernels.finish(driver, sums, parts, pointer(target), epilogue);
    }

    /** Pixels of the first phase, which has the most; see {@code conv2d.cu}. */
    private static int pixelsOfPhase(Conv2d shape) {
        return shape.batch()
                * Math.ceilDiv(shape.height(), shape.stride())
                * Math.ceilDiv(shape.width(), shape.stride());
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        conv2dGradInput(
                shape,
                Tiling.unsplit(pixelsOfPhase(shape), shape.inChannels(), 1).tile(),
                gy,
                w,
                gx);
    }

    public void conv2dGradInput(Conv2d shape, Tiling.Tile tile, Buffer gy, Buffer w, Buffer gx) {
        Dim3 grid = tile.grid(pixelsOfPhase(shape), shape.inChannels(), shape.stride() * shape.stride());
        List<Object> arguments = List.of(Conv2dAlgorithm.struct(shape), pointer(gy), pointer(w), pointer(gx));
        driver.launch(arithmetic.launch(FAMILY, "convGradInput", tile, grid, arguments));
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        int rows = taps(shape) * shape.inChannels();
        conv2dGradWeight(shape, Tiling.of(rows, shape.outChannels(), pixels(shape)), List.of(x, gy, gw));
    }

    /** @param maps input, gradient of the output, and gradient of the weight */
    public void conv2dGradWeight(Conv2d shape, Tiling tiling, List<Buffer> maps) {
        if (tiling.splits() == 1) {
            gradWeight(shape, tiling, maps, pointer(maps.get(2)));
            return;
        }
        try (Workspace parts = Workspace.of(memory, (long) tiling.splits() * shape.weightElements())) {
            gradWeight(shape, tiling, maps, parts.pointer());
            List<Object> none = Epilogues.arguments(Epilogue.NONE);
            finish(shape.weightElements(), shape.outChannels(), tiling, parts.pointer(), maps.get(2), none);
        }
    }

    private void gradWeight(Conv2d shape, Tiling tiling, List<Buffer> maps, DevicePointer sums) {
        Dim3 grid = tiling.tile().grid(taps(shape) * shape.inChannels(), shape.outChannels(), tiling.splits());
        List<Object> arguments = List.of(
                Conv2dAlgorithm.struct(shape), tiling.chunk(), pointer(maps.get(0)), pointer(maps.get(1)), sums);
        driver.launch(arithmetic.launch(FAMILY, "convGradWeight", tiling.tile(), grid, arguments));
    }
}
