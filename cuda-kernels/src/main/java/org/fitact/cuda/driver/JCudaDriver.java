package org.fitact.cuda.driver;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuGetErrorString;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.runtime.cudaStream_t;

/**
 * The first NVIDIA GPU, through the driver API: one context, one stream. Every call is checked. What a kernel does wrong is
 * found when something waits for it, and may be the fault of an earlier one than the latest, which the message names; with
 * {@code FITACT_CUDA_BLOCKING=1} every launch is waited for, and the message is exact.
 */
public final class JCudaDriver implements Driver {

    private static final int NAME_BYTES = 256;
    private static final int NON_BLOCKING = 1; // CU_STREAM_NON_BLOCKING
    private static final boolean BLOCKING = "1".equals(System.getenv("FITACT_CUDA_BLOCKING"));
    private static final int SHARED_BYTES_WITHOUT_ASKING = 48 * 1024;

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final DeviceDescription description;
    private final JCudaModules modules = new JCudaModules();
    private final JCudaStaging staging;
    private final Set<Long> allocated = new HashSet<>();
    private final Map<Long, CUevent> events = new HashMap<>();
    private long nextEvent;
    private Thread lastUser;
    private Launch latest;

    public JCudaDriver() {
        initialise();
        check(cuDeviceGet(device, 0), () -> "finding the first GPU");
        description = describe();
        check(cuDevicePrimaryCtxRetain(context, device), () -> "opening " + description.name());
        takeContext();
        check(cuStreamCreate(stream, NON_BLOCKING), () -> "creating a stream");
        staging = new JCudaStaging(stream);
    }

    /** The number of GPUs that the driver offers. */
    public static int initialise() {
        jcuda.driver.JCudaDriver.setExceptionsEnabled(false);
        check(cuInit(0), () -> "starting the NVIDIA driver");
        int[] count = new int[1];
        check(cuDeviceGetCount(count), () -> "counting the GPUs");
        return count[0];
    }

    static void check(int result, Supplier<String> doing) {
        if (result != CUresult.CUDA_SUCCESS) {
            String[] name = new String[1];
            String[] meaning = new String[1];
            cuGetErrorName(result, name);
            cuGetErrorString(result, meaning);
            throw new CudaException(doing.get() + ": " + meaning[0] + " (" + name[0] + ")");
        }
    }

    private DeviceDescription describe() {
        byte[] name = new byte[NAME_BYTES];
        check(cuDeviceGetName(name, NAME_BYTES, device), () -> "asking the GPU's name");
        long[] memory = new long[1];
        check(cuDeviceTotalMem(memory, device), () -> "asking the GPU's memory");
        int[] version = new int[1];
        check(cuDriverGetVersion(version), () -> "asking the driver's version");
        return new DeviceDescription(
                new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
                attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + "."
                        + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                memory[0],
                "driver for CUDA " + version[0] / 1000 + "." + version[0] % 1000 / 10);
    }

    private int attribute(int which) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, which, device), () -> "asking the GPU's attribute " + which);
        return value[0];
    }

    /** A context belongs to a thread; the backend may be handed from one to another. */
    public void takeContext() {
        if (lastUser != Thread.currentThread()) {
            check(cuCtxSetCurrent(context), () -> "taking the GPU's context");
            lastUser = Thread.currentThread();
        }
    }

    /** The stream on which all work is, for libraries that work beside the kernels. */
    public cudaStream_t libraryStream() {
        takeContext();
        return new cudaStream_t(stream);
    }

    @Override
    public Driver another() {
        return new JCudaDriver();
    }

    @Override
    public DeviceDescription device() {
        return description;
    }

    @Override
    public int allocationUnit() {
        return 512;
    }

    @Override
    public long allocate(long bytes) {
        takeContext();
        JCudaAddresses.OnDevice pointer = new JCudaAddresses.OnDevice();
        check(cuMemAlloc(pointer, bytes), () -> "allocating " + bytes + " bytes of device memory");
        allocated.add(pointer.address());
        return pointer.address();
    }

    @Override
    public void free(long address) {
        takeContext();
        allocated.remove(address);
        check(cuMemFree(new JCudaAddresses.OnDevice(address)), () -> "freeing " + new DevicePointer(address));
    }

    @Override
    public void upload(MemorySegment host, long address) {
        takeContext();
        staging.upload(host, address);
    }

    @Override
    public void download(long address, MemorySegment host) {
        takeContext();
        staging.download(address, host, this::synchronise);
    }

    @Override
    public void copy(long source, long target, long bytes) {
        takeContext();
        JCudaAddresses.OnDevice from = new JCudaAddresses.OnDevice(source);
        JCudaAddresses.OnDevice to = new JCudaAddresses.OnDevice(target);
        check(cuMemcpyDtoDAsync(to, from, bytes, stream), () -> "copying " + bytes + " bytes on the device");
    }

    @Override
    public void launch(Launch what) {
        takeContext();
        CUfunction function = modules.function(what.family(), what.kernel());
        if (what.sharedBytes() > SHARED_BYTES_WITHOUT_ASKING) {
            int attribute = CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
            check(cuFuncSetAttribute(function, attribute, what.sharedBytes()), () -> "preparing " + what);
        }
        try (Arena arena = Arena.ofConfined()) {
            Dim3 grid = what.grid();
            Dim3 block = what.block();
            MemorySegment arguments =
                    KernelArguments.pack(what.arguments(), arena).pointers();
            int result = cuLaunchKernel(
                    function,
                    grid.x(),
                    grid.y(),
                    grid.z(),
                    block.x(),
                    block.y(),
                    block.z(),
                    what.sharedBytes(),
                    stream,
                    new JCudaAddresses.OnHost(arguments.address()),
                    null);
            check(result, what::toString);
        }
        latest = what;
        if (BLOCKING) {
            synchronise();
        }
    }

    @Override
    public void synchronise() {
        takeContext();
        check(cuStreamSynchronize(stream), () -> "waiting for the GPU, whose latest work was " + latest);
    }

    @Override
    public long recordEvent() {
        takeContext();
        CUevent event = new CUevent();
        check(cuEventCreate(event, 0), () -> "creating an event");
        check(cuEventRecord(event, stream), () -> "recording an event");
        events.put(nextEvent, event);
        return nextEvent++;
    }

    @Override
    public double millisecondsBetween(long earlier, long later) {
        takeContext();
        CUevent from = events.remove(earlier);
        CUevent to = events.remove(later);
        float[] milliseconds = new float[1];
        check(cuEventSynchronize(to), () -> "waiting for an event");
        check(cuEventElapsedTime(milliseconds, from, to), () -> "measuring the time between two events");
        check(cuEventDestroy(from), () -> "destroying an event");
        check(cuEventDestroy(to), () -> "destroying an event");
        return milliseconds[0];
    }

    @Override
    public void close() {
        synchronise();
        Set.copyOf(allocated).forEach(this::free);
        events.values().forEach(event -> check(cuEventDestroy(event), () -> "destroying an event"));
        staging.close();
        modules.unload();
        check(cuStreamDestroy(stream), () -> "destroying the stream");
        check(cuDevicePrimaryCtxRelease(device), () -> "closing " + description.name());
    }
}
