package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code conv2d.cu}; those of channels in groups compute in float32 always. */
public final class Conv2dKernels implements Conv2dAlgorithm {

    private static final String FAMILY = "conv2d";

    /** Output pixels of a thread: {@code GROUPED_PIXELS}. */
    private static final int PIXELS = 4;

    /** Threads that keep a device busy: 2048 on each of the 132 multiprocessors of an H100. */
    private static final int ENOUGH_THREADS = 132 * 2048;

    /** Pixels that are worth a sum of their own. */
    private static final int SHORTEST_CHUNK = 64;

    private final Driver driver;
    private final DeviceMemory memory;
    private final Arithmetic arithmetic;

    public Conv2dKernels(Driver driver, DeviceMemory memory, Arithmetic arithmetic) {
        this.driver = driver;
        this.memory = memory;
        this.arithmetic = arithmetic.requireOn(driver);
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        if (shape.groups() > 1) {
            groupedForward(shape, List.of(x, w, y), epilogue);
            return;
        }
        conv2d(shape, Tiling.of(shape.outputPixels(), shape.outChannels(), shape.terms()), List.of(x, w, y), epilogue);
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
        Dim3 grid = tiling.tile().grid(shape.outputPixels(), shape.outChannels(), tiling.splits());
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
                * Math.ceilDiv(shape.height(), shape.window().vertical().stride())
                * Math.ceilDiv(shape.width(), shape.window().horizontal().stride());
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        if (shape.groups() > 1) {
            groupedGradInput(shape, gy, w, gx);
            return;
        }
        conv2dGradInput(
                shape,
                Tiling.unsplit(pixelsOfPhase(shape), shape.inChannels(), 1).tile(),
                gy,
                w,
                gx);
    }

    public void conv2dGradInput(Conv2d shape, Tiling.Tile tile, Buffer gy, Buffer w, Buffer gx) {
        int phases =
                shape.window().vertical().stride() * shape.window().horizontal().stride();
        Dim3 grid = tile.grid(pixelsOfPhase(shape), shape.inChannels(), phases);
        List<Object> arguments = List.of(Conv2dAlgorithm.struct(shape), pointer(gy), pointer(w), pointer(gx));
        driver.launch(arithmetic.launch(FAMILY, "convGradInput", tile, grid, arguments));
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        if (shape.groups() > 1) {
            groupedGradWeight(shape, x, gy, gw);
            return;
        }
        conv2dGradWeight(
                shape, Tiling.of(shape.terms(), shape.outChannels(), shape.outputPixels()), List.of(x, gy, gw));
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
        Dim3 grid = tiling.tile().grid(shape.terms(), shape.outChannels(), tiling.splits());
        List<Object> arguments = List.of(
                Conv2dAlgorithm.struct(shape), tiling.chunk(), pointer(maps.get(0)), pointer(maps.get(1)), sums);
        driver.launch(arithmetic.launch(FAMILY, "convGradWeight", tiling.tile(), grid, arguments));
    }

    /** @param maps input, weight and output */
    private void groupedForward(Conv2d shape, List<Buffer> maps, Epilogue epilogue) {
        boolean four = hasKernel(shape);
        int channels = shape.outChannels() / (four ? 4 : 1);
        long threads = (long) shape.batch() * shape.outHeight() * Math.ceilDiv(shape.outWidth(), PIXELS) * channels;
        List<Object> arguments = new ArrayList<>(List.of(
                Conv2dAlgorithm.struct(shape), pointer(maps.get(0)), pointer(maps.get(1)), pointer(maps.get(2))));
        arguments.addAll(Epilogues.arguments(epilogue));
        String kernel = four ? depthwiseKernel(shape.window()) : "convGrouped";
        driver.launch(Launch.forEach(FAMILY, kernel, threads, arguments.toArray()));
    }

    /** Whether there is a kernel for the window of a depthwise convolution, and four channels are neighbours. */
    private static boolean hasKernel(Conv2d shape) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        return shape.isDepthwise()
                && shape.outPerGroup() == 1
                && shape.outChannels() % 4 == 0
                && (across.kernel() == 3 || across.kernel() == 5)
                && down.kernel() == across.kernel()
                && across.stride() <= 2
                && across.dilation() == 1;
    }

    private static String depthwiseKernel(Window2d window) {
        return "convDepthwise" + window.kernelWidth() + (window.horizontal().stride() == 2 ? "by2" : "");
    }

    private void groupedGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        driver.launch(Launch.forEach(
                FAMILY,
                "convGroupedGradInput",
                shape.inputElements(),
                Conv2dAlgorithm.struct(shape),
                pointer(gy),
                pointer(w),
                pointer(gx)));
    }

    /** Cuts the pixels into splits, whose sums are added in their order; how many follows from the shape alone. */
    private void groupedGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        int most = Math.ceilDiv(shape.outputPixels(), SHORTEST_CHUNK);
        int wanted = Math.clamp(Math.ceilDiv(ENOUGH_THREADS, shape.weightElements()), 1, most);
        int chunk = Math.ceilDiv(shape.outputPixels(), wanted);
        int splits = Math.ceilDiv(shape.outputPixels(), chunk);
        try (Workspace parts = Workspace.of(memory, (long) splits * shape.weightElements())) {
            Dim3 grid = new Dim3(Math.ceilDiv(shape.weightElements(), Launch.THREADS), splits, 1);
            List<Object> arguments =
                    List.of(Conv2dAlgorithm.struct(shape), chunk, pointer(x), pointer(gy), parts.pointer());
            driver.launch(new Launch(FAMILY, "convGroupedGradWeight", grid, Dim3.of(Launch.THREADS), 0, arguments));
            GemmKernels.Finish sums =
                    new GemmKernels.Finish(shape.weightElements(), shape.outChannels(), splits, false);
            GemmKernels.finish(driver, sums, parts.pointer(), pointer(gw), Epilogues.arguments(Epilogue.NONE));
        }
    }
}
