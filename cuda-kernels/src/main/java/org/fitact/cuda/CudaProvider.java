package org.fitact.cuda;

import java.util.Map;
import java.util.Optional;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.EmulatorDriver;
import org.fitact.cuda.driver.JCudaDriver;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.CheckedBackend;

/**
 * Offers the first NVIDIA GPU; or, where the environment has {@code FITACT_CUDA=emulator} (or the JVM the property
 * {@code fitact.cuda=emulator}), the emulator.
 */
public final class CudaProvider implements BackendProvider {

    static final String NAME = "cuda";

    private static final String EMULATOR = "emulator";
    private static final String DRIVER_LIBRARY = "libcuda.so.1";

    @Override
    public String name() {
        return NAME;
    }

    static boolean isEmulated() {
        return EMULATOR.equals(System.getProperty("fitact.cuda", System.getenv("FITACT_CUDA")));
    }

    @Override
    public Optional<String> unavailable() {
        return isEmulated() ? EmulatorDriver.unavailable() : gpuUnavailable();
    }

    private static Optional<String> gpuUnavailable() {
        if (!CudaLibraries.isLoadable(DRIVER_LIBRARY)) {
            return Optional.of("no NVIDIA driver is installed (" + DRIVER_LIBRARY
                    + " is not found); FITACT_CUDA=emulator runs the kernels on the CPU, slowly");
        }
        try {
            return JCudaDriver.initialise() > 0 ? Optional.empty() : Optional.of("the NVIDIA driver finds no GPU");
        } catch (CudaException e) {
            return Optional.of(e.getMessage());
        } catch (LinkageError e) {
            return Optional.of("JCuda does not run here: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    @Override
    public String description() {
        return unavailable().orElseGet(() -> {
            try (Driver driver = openDriver(BackendOptions.defaults())) {
                return driver.device().toString();
            }
        });
    }

    @Override
    public Map<String, String> components() {
        return CudaLibraries.found();
    }

    @Override
    public Backend open(BackendOptions options) {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException("backend " + NAME + " cannot be used here: " + reason);
        });
        Algorithms algorithms = Algorithms.of(options);
        Driver driver = openDriver(options);
        try {
            return CheckedBackend.of(new CudaBackend(driver, algorithms));
        } catch (CudaException e) {
            driver.close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    static Driver openDriver(BackendOptions options) {
        return isEmulated()
                ? new EmulatorDriver(new EmulatorDriver.Mode(options.threads(), 0, false))
                : new JCudaDriver();
    }
}
