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

// Four neighbours in one access; the first is at a multiple of 16 bytes.
__device__ __forceinline__ float4 fourAt(const float* first) {
    return *reinterpret_cast<const float4*>(first);
}
__device__ __forceinline__ void storeFourAt(float* first, float4 four) {
    *reinterpret_cast<float4*>(first) = four;
}
__device__ __forceinline__ float4 sum(float4 a, float4 b) {
    return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}
