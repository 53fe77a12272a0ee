package org.fitact.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What ONNX Runtime tells its makers. Since 1.29 its builds for Linux do that unless told otherwise, and first they match
 * the command line of the process with a {@code std::regex}, which goes further down the stack with every character: on a
 * Java thread's stack of 1 MiB some 4,000 characters (a class path) end the process, with no word from the JVM. The only
 * switch that is read before that is a variable of the environment.
 */
final class OnnxRuntimeTelemetry {

    private static final String SWITCH = "ORT_DISABLE_TELEMETRY";

    private OnnxRuntimeTelemetry() {}

    /**
     * Turns it off for this process, by C's {@code setenv}; to be called before ONNX Runtime is first used. Does nothing
     * where there is no such function (Windows, where the command line is not read).
     */
    static void off() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> address = linker.defaultLookup().find("setenv");
        if (address.isEmpty()) {
            return;
        }
        MethodHandle setenv = linker.downcallHandle(
                address.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(SWITCH), arena.allocateFrom("1"), 1);
            if (failed != 0) {
                throw new IllegalStateException(SWITCH + " could not be set");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(SWITCH + " could not be set", e);
        }
    }
}
