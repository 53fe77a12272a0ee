package org.fitact.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.JCudaDriver;

/** NVIDIA's libraries for products, which are used where they are installed and asked for, and are never needed. */
final class CudaLibraries {

    private static final String CUBLAS = "libcublas.so.12";
    private static final String CUDNN = "libcudnn.so.8";

    private CudaLibraries() {}

    /** Why cuBLAS cannot be used here, in one line. */
    static Optional<String> cublasUnavailable() {
        return unavailable(CUBLAS, "JCublas 12.6", JCublas2::initialize);
    }

    /** Why cuDNN cannot be used here, in one line. */
    static Optional<String> cudnnUnavailable() {
        return unavailable(CUDNN, "JCudnn 11.7", JCudnn::initialize);
    }

    /** What there is of both, a line each. */
    static Map<String, String> found() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put("cuBLAS (--gemm cublas)", cublasUnavailable().orElse("yes, " + CUBLAS));
        found.put("cuDNN (--conv cudnn)", cudnnUnavailable().orElse("yes, " + CUDNN));
        return found;
    }

    /** The library itself is looked for first, because JCuda's message about a missing one is a page long. */
    private static Optional<String> unavailable(String library, String binding, Runnable load) {
        if (!isLoadable(library)) {
            return Optional.of("no, " + binding + " needs " + library + ", which the system's loader does not find");
        }
        try {
            load.run();
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("no, " + binding + " does not load: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    @SuppressWarnings("restricted") // native access is granted by the launcher
    static boolean isLoadable(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }

    /** The driver on which a library can work. */
    static JCudaDriver gpu(String option, Driver driver, Optional<String> unavailable) {
        if (!(driver instanceof JCudaDriver gpu)) {
            throw new CudaException(
                    option + " needs a GPU, and this is " + driver.device().name());
        }
        unavailable.ifPresent(reason -> {
            throw new CudaException(option + " cannot be used here: " + reason);
        });
        return gpu;
    }
}
