package org.fitact.cuda;

import java.util.Map;
import java.util.Set;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.Arithmetic;
import org.fitact.cuda.kernel.ConvKernels;
import org.fitact.cuda.kernel.Convolutions;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.GemmKernels;
import org.fitact.cuda.kernel.MatrixProducts;
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
            MatrixProducts of(Driver driver, DeviceMemory memory) {
                return new GemmKernels(driver, memory, Arithmetic.FLOAT32);
            }
        },
        TF32 {
            @Override
            MatrixProducts of(Driver driver, DeviceMemory memory) {
                return new GemmKernels(driver, memory, Arithmetic.TF32);
            }
        },
        NAIVE {
            @Override
            MatrixProducts of(Driver driver, DeviceMemory memory) {
                return new NaiveKernels(driver);
            }
        },
        CUBLAS {
            @Override
            MatrixProducts of(Driver driver, DeviceMemory memory) {
                return new CublasProducts(
                        CudaLibraries.gpu("--gemm cublas", driver, CudaLibraries.cublasUnavailable()));
            }
        };

        /** @throws CudaException if it cannot be had on this driver; says why */
        abstract MatrixProducts of(Driver driver, DeviceMemory memory);
    }

    /** Who convolves. */
    enum Conv {
        OWN {
            @Override
            Convolutions of(Driver driver, DeviceMemory memory) {
                return new ConvKernels(driver, memory, Arithmetic.FLOAT32);
            }
        },
        TF32 {
            @Override
            Convolutions of(Driver driver, DeviceMemory memory) {
                return new ConvKernels(driver, memory, Arithmetic.TF32);
            }
        },
        NAIVE {
            @Override
            Convolutions of(Driver driver, DeviceMemory memory) {
                return new NaiveKernels(driver);
            }
        },
        CUDNN {
            @Override
            Convolutions of(Driver driver, DeviceMemory memory) {
                return new CudnnConvolutions(
                        CudaLibraries.gpu("--conv cudnn", driver, CudaLibraries.cudnnUnavailable()), memory);
            }
        };

        /** @throws CudaException if it cannot be had on this driver; says why */
        abstract Convolutions of(Driver driver, DeviceMemory memory);
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
