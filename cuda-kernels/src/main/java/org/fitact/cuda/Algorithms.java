package org.fitact.cuda;

import java.util.Map;
import java.util.Set;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.Arithmetic;
import org.fitact.cuda.kernel.Conv2dAlgorithm;
import org.fitact.cuda.kernel.Conv2dKernels;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.GemmAlgorithm;
import org.fitact.cuda.kernel.GemmKernels;
import org.fitact.cuda.kernel.NaiveKernels;
import org.fitact.tensor.backend.BackendOptions;

/** How products are computed. */
record Algorithms(Gemm gemm, Conv conv) {

    /** The kernels of this program. */
    static final Algorithms OWN = new Algorithms(Gemm.OWN, Conv.OWN);

    /** Names of the choices in {@link BackendOptions}. */
    static final Set<String> CHOICES = Set.of("gemm", "conv");

    /** Who multiplies matrices. */
    enum Gemm {
        OWN {
            @Override
            GemmAlgorithm of(Driver driver, DeviceMemory memory) {
                return new GemmKernels(driver, memory, Arithmetic.FLOAT32);
            }
        },
        TF32 {
            @Override
            GemmAlgorithm of(Driver driver, DeviceMemory memory) {
                return new GemmKernels(driver, memory, Arithmetic.TF32);
            }
        },
        NAIVE {
            @Override
            GemmAlgorithm of(Driver driver, DeviceMemory memory) {
                return new NaiveKernels(driver);
            }
        },
        CUBLAS {
            @Override
            GemmAlgorithm of(Driver driver, DeviceMemory memory) {
                return new CublasGemm(CudaLibraries.gpu("--gemm cublas", driver, CudaLibraries.cublasUnavailable()));
            }
        };

        /** @throws CudaException if it cannot be had on this driver; says why */
        abstract GemmAlgorithm of(Driver driver, DeviceMemory memory);
    }

    /** Who convolves. */
    enum Conv {
        OWN {
            @Override
            Conv2dAlgorithm of(Driver driver, DeviceMemory memory) {
                return new Conv2dKernels(driver, memory, Arithmetic.FLOAT32);
            }
        },
        TF32 {
            @Override
            Conv2dAlgorithm of(Driver driver, DeviceMemory memory) {
                return new Conv2dKernels(driver, memory, Arithmetic.TF32);
            }
        },
        NAIVE {
            @Override
            Conv2dAlgorithm of(Driver driver, DeviceMemory memory) {
                return new NaiveKernels(driver);
            }
        },
        CUDNN {
            @Override
            Conv2dAlgorithm of(Driver driver, DeviceMemory memory) {
                return new CudnnConv2d(
                        CudaLibraries.gpu("--conv cudnn", driver, CudaLibraries.cudnnUnavailable()), memory);
            }
        };

        /** @throws CudaException if it cannot be had on this driver; says why */
        abstract Conv2dAlgorithm of(Driver driver, DeviceMemory memory);
    }

    /** These, by the names of {@link BackendOptions}. */
    Map<String, String> choices() {
        return Map.of("gemm", BackendOptions.nameOf(gemm), "conv", BackendOptions.nameOf(conv));
    }

    /**
     * What a user chose.
     *
     * @throws IllegalArgumentException for a choice or a name that there is not
     */
    static Algorithms of(BackendOptions options) {
        options.requireChoicesAmong(CudaProvider.NAME, CHOICES);
        return new Algorithms(options.chosen("gemm", Gemm.values()), options.chosen("conv", Conv.values()));
    }
}
