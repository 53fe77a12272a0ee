package org.fitact.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the kernels on the CPU: the same sources, compiled by a C++ compiler. It is for tests and for trying things out;
 * the CPU backends are faster. Everything is done when a call returns.
 */
public final class EmulatorDriver implements Driver {

    /** The command of the C++ compiler. */
    static final String COMPILER = "g++";

    private static final int MESSAGE_BYTES = 1024;

    /**
     * How threads and accesses are treated.
     *
     * @param threads of the operating system
     * @param order 0 for blocks and threads in their order; any other number is the seed of a shuffled one
     * @param checked whether an access outside an allocation is an error
     */
    public record Mode(int threads, long order, boolean checked) {}

    private final Mode mode;
    private final EmulatorCompiler compiler;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final MethodHandle launch;
    private final Set<Long> allocated = new HashSet<>();
    private final Map<Long, Long> events = new HashMap<>();
    private long launches;
    private long nextEvent;

    /** An emulator of this program's kernels. */
    public EmulatorDriver(Mode mode) {
        this(mode, KernelSources.families());
    }

    /** An emulator of some kernels; see {@link EmulatorCompiler}. */
    public EmulatorDriver(Mode mode, Map<String, String> families) {
        this(mode, new EmulatorCompiler(COMPILER, mode.checked(), families));
    }

    @SuppressWarnings("restricted") // native access is granted by the launcher
    private EmulatorDriver(Mode mode, EmulatorCompiler compiler) {
        this.mode = mode;
        this.compiler = compiler;
        SymbolLookup library = SymbolLookup.libraryLookup(compiler.library(), Arena.global());
        allocate = handle(
                library, "emulator_allocate", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        free = handle(library, "emulator_free", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        launch = handle(
                library,
                "emulator_launch",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
    }

    /** Why there is no emulator here, in one line. */
    public static Optional<String> unavailable() {
        try {
            new EmulatorCompiler(COMPILER, false, Map.of()).version();
            return Optional.empty();
        } catch (CudaException e) {
            return Optional.of("the emulator needs a C++ compiler: " + e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = library.find(name)
                .orElseThrow(() -> new CudaException("the emulator's library has no function " + name));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    @Override
    public Driver another() {
        return new EmulatorDriver(mode, compiler);
    }

    @Override
    public DeviceDescription device() {
        return new DeviceDescription(
                "CUDA emulator", "0.0", mode.threads(), Runtime.getRuntime().maxMemory(), compiler.version());
    }

    @Override
    public int allocationUnit() {
        return mode.checked() ? Integer.BYTES : 512;
    }

    @Override
    public long allocate(long bytes) {
        long address = (long) call(() -> (long) allocate.invokeExact(bytes));
        if (address == 0) {
            throw new CudaException("the emulator has no " + bytes + " bytes of device memory left");
        }
        allocated.add(address);
        return address;
    }

    @Override
    public void free(long address) {
        allocated.remove(address);
        if ((int) call(() -> (int) free.invokeExact(address)) == 0) {
            throw new CudaException("there is no allocation at " + new DevicePointer(address));
        }
    }

    @Override
    public void upload(MemorySegment host, long address) {
        memory(address, host.byteSize()).copyFrom(host);
    }

    @Override
    public void download(long address, MemorySegment host) {
        host.copyFrom(memory(address, host.byteSize()));
    }

    @Override
    public void copy(long source, long target, long bytes) {
        memory(target, bytes).copyFrom(memory(source, bytes));
    }

    @SuppressWarnings("restricted")
    private static MemorySegment memory(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    @Override
    public void launch(Launch what) {
        try (Arena call = Arena.ofConfined()) {
            KernelArguments arguments = KernelArguments.pack(what.arguments(), call);
            MemorySegment message = call.allocate(MESSAGE_BYTES);
            MemorySegment extents = call.allocateFrom(
                    ValueLayout.JAVA_INT,
                    what.grid().x(),
                    what.grid().y(),
                    what.grid().z(),
                    what.block().x(),
                    what.block().y(),
                    what.block().z(),
                    what.sharedBytes());
            MemorySegment name = call.allocateFrom(what.kernel());
            MemorySegment kinds = call.allocateFrom(arguments.kinds());
            long seed = mode.order() == 0 ? 0 : mode.order() + ++launches;
            int failed = (int) call(() -> (int) launch.invokeExact(
                    name, extents, kinds, arguments.pointers(), seed, mode.threads(), message, MESSAGE_BYTES));
            if (failed != 0) {
                throw new CudaException(what + ": " + message.getString(0));
            }
        }
    }

    private interface NativeCall {
        Object run() throws Throwable;
    }

    private static Object call(NativeCall body) {
        try {
            return body.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CudaException("a call of the emulator's library failed", e);
        }
    }

    @Override
    public void synchronise() {}

    @Override
    public long recordEvent() {
        long event = nextEvent++;
        events.put(event, System.nanoTime());
        return event;
    }

    @Override
    public double millisecondsBetween(long earlier, long later) {
        return (events.remove(later) - events.remove(earlier)) / 1e6;
    }

    @Override
    public void close() {
        Set.copyOf(allocated).forEach(this::free);
    }
}
