// What all kernels share. Compiled by nvcc for a GPU, and by a C++ compiler against emulator/cuda_emulator.h for tests.
//
// Conventions: a kernel is `extern "C" __global__ void`, its name unique among all files. Parameters are int, long long,
// float, double, pointers, or a struct of ints passed by value; Launch.java lists what Java passes for each. Products and
// sums are fused only where fmaf says so (nvcc is run with -fmad=false), so a GPU and the emulator round alike.
#pragma once

#ifdef FITACT_EMULATOR
#include "cuda_emulator.h"
#define UNROLL _Pragma("GCC unroll 16")
#else
#define UNROLL _Pragma("unroll")
// Dynamic shared memory as an array of one type. Only one per kernel.
#define DYNAMIC_SHARED(type, name)                          \
    extern __shared__ __align__(16) unsigned char name##_bytes[]; \
    type* name = reinterpret_cast<type*>(name##_bytes)
#endif

// The index of a thread in a one-dimensional grid.
__device__ __forceinline__ long long globalIndex() {
    return (long long)blockIdx.x * blockDim.x + threadIdx.x;
}

// Quotient and remainder of an element's index. A buffer has at most 2^31 − 1 elements, and a GPU divides 32 bits several
// times faster than 64.
__device__ __forceinline__ int quotient(long long index, int divisor) {
    return (int)((unsigned)index / (unsigned)divisor);
}
__device__ __forceinline__ int modulo(long long index, int divisor) {
    return (int)((unsigned)index % (unsigned)divisor);
}

// The number of threads of a one-dimensional grid.
__device__ __forceinline__ long long globalSize() {
    return (long long)gridDim.x * blockDim.x;
}
