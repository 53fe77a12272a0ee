// The part of CUDA C++ that the kernels use, for a C++ compiler: a thread of a block is a fiber, so that barriers and warp
// shuffles work on one operating-system thread. The run-time part starts at runtime.h.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __shared__ static thread_local // the threads of a block share an operating-system thread

#define DYNAMIC_SHARED(type, name) type* name = reinterpret_cast<type*>(emulator::current->shared)

struct dim3 { unsigned x, y, z; };
struct alignas(8) float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(8) int2 { int x, y; };
struct alignas(16) int4 { int x, y, z, w; };
struct alignas(16) uint4 { unsigned x, y, z, w; };
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline int4 make_int4(int x, int y, int z, int w) { return {x, y, z, w}; }

namespace emulator {

// What a kernel sees of the thread that is running; the rest is in worker.h.
struct Thread {
    dim3 threadIdx, blockIdx, blockDim, gridDim;
    void* shared;
};
extern __thread Thread* current;

void barrier();
// What the lanes of a warp gave each other; `lanes` has a bit for each that took part.
struct Exchange {
    unsigned lanes;
    uint64_t values[32];
};
// Waits for all lanes of the mask that have not ended.
const Exchange& exchange(unsigned mask, uint64_t value);
int lane();
[[noreturn]] void fail(const char* message);

struct Kernel {
    const char* name;
    std::string kinds;
    void (*call)(void** arguments);
};
struct Registration {
    explicit Registration(Kernel kernel);
};

template <class A> std::string kind() {
    if (std::is_pointer<A>::value) return "p";
    if (std::is_same<A, float>::value) return "f";
    if (std::is_same<A, double>::value) return "d";
    if (std::is_integral<A>::value) return sizeof(A) == 8 ? "l" : sizeof(A) == 4 ? "i" : "?";
    return "s" + std::to_string(sizeof(A));
}

template <auto F> struct Invoker;
template <class... A, void (*F)(A...)> struct Invoker<F> {
    static std::string kinds() { return (kind<A>() + ...); }
    static void call(void** arguments) { unpack(arguments, std::index_sequence_for<A...>{}); }
    template <size_t... I> static void unpack(void** arguments, std::index_sequence<I...>) {
        F(*static_cast<std::remove_cv_t<A>*>(arguments[I])...);
    }
};

template <class T> uint64_t pack(T value) {
    static_assert(sizeof(T) <= 8, "a shuffle moves up to 8 bytes");
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
}

template <class T> T shuffle(unsigned mask, T value, int source) {
    const Exchange& all = exchange(mask, pack(value));
    if (!(all.lanes >> source & 1)) fail("a shuffle reads from a lane that takes no part in it");
    T result;
    std::memcpy(&result, &all.values[source], sizeof(T));
    return result;
}

// Two words of every lane of a warp, all of which take part.
inline void gather(unsigned first, unsigned second, unsigned (&all)[32][2]) {
    const Exchange& offered = exchange(0xFFFFFFFFu, (uint64_t)second << 32 | first);
    if (offered.lanes != 0xFFFFFFFFu) fail("a warp is not whole where all of its lanes must take part");
    for (int i = 0; i < 32; i++) {
        all[i][0] = (unsigned)offered.values[i];
        all[i][1] = (unsigned)(offered.values[i] >> 32);
    }
}

} // namespace emulator

#define EMULATED_KERNEL(name) \
    static emulator::Registration name##_registration({#name, emulator::Invoker<&name>::kinds(), &emulator::Invoker<&name>::call});

#define threadIdx (emulator::current->threadIdx)
#define blockIdx (emulator::current->blockIdx)
#define blockDim (emulator::current->blockDim)
#define gridDim (emulator::current->gridDim)
constexpr int warpSize = 32;

inline void __syncthreads() { emulator::barrier(); }
inline void __syncwarp(unsigned mask = 0xFFFFFFFFu) { emulator::exchange(mask, 0); }
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() {}

template <class T> T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
    return emulator::shuffle(mask, value, (emulator::lane() & ~(width - 1)) | (source & (width - 1)));
}
template <class T> T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32) {
    int lane = emulator::lane(), source = lane ^ lanes;
    return emulator::shuffle(mask, value, source / width > lane / width ? lane : source);
}
template <class T> T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32) {
    int lane = emulator::lane(), source = lane + (int)delta;
    return emulator::shuffle(mask, value, source / width == lane / width ? source : lane);
}
template <class T> T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32) {
    int lane = emulator::lane(), source = lane - (int)delta;
    return emulator::shuffle(mask, value, source >= 0 && source / width == lane / width ? source : lane);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
    const emulator::Exchange& all = emulator::exchange(mask, predicate != 0);
    unsigned ballot = 0;
    for (int i = 0; i < 32; i++) {
        if ((all.lanes >> i & 1) && all.values[i]) ballot |= 1u << i;
    }
    return ballot;
}
inline int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
inline int __all_sync(unsigned mask, int predicate) { return __ballot_sync(mask, !predicate) == 0; }

// Atomics: blocks may run on several operating-system threads.
template <class T, class U, class F> T emulatedAtomic(T* address, U operand, F f) {
    T before = __atomic_load_n(address, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(address, &before, f(before, (T)operand), true, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
    }
    return before;
}
template <class T, class U> T atomicAdd(T* address, U v) { return __atomic_fetch_add(address, (T)v, __ATOMIC_SEQ_CST); }
template <class T, class U> T atomicOr(T* address, U v) { return __atomic_fetch_or(address, (T)v, __ATOMIC_SEQ_CST); }
template <class T, class U> T atomicAnd(T* address, U v) { return __atomic_fetch_and(address, (T)v, __ATOMIC_SEQ_CST); }
template <class T, class U> T atomicXor(T* address, U v) { return __atomic_fetch_xor(address, (T)v, __ATOMIC_SEQ_CST); }
template <class T, class U> T atomicExch(T* address, U v) { return __atomic_exchange_n(address, (T)v, __ATOMIC_SEQ_CST); }
template <class T, class U> T atomicMin(T* address, U v) {
    return emulatedAtomic(address, v, [](T a, T b) { return a < b ? a : b; });
}
template <class T, class U> T atomicMax(T* address, U v) {
    return emulatedAtomic(address, v, [](T a, T b) { return a > b ? a : b; });
}
template <class T, class U, class V> T atomicCAS(T* address, U expected, V v) {
    T before = (T)expected;
    __atomic_compare_exchange_n(address, &before, (T)v, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return before;
}

template <class To, class From> To emulatedBits(From value) {
    static_assert(sizeof(To) == sizeof(From), "same size");
    To result;
    std::memcpy(&result, &value, sizeof(To));
    return result;
}
inline int __float_as_int(float x) { return emulatedBits<int>(x); }
inline unsigned __float_as_uint(float x) { return emulatedBits<unsigned>(x); }
inline float __int_as_float(int x) { return emulatedBits<float>(x); }
inline float __uint_as_float(unsigned x) { return emulatedBits<float>(x); }
inline long long __double_as_longlong(double x) { return emulatedBits<long long>(x); }
inline double __longlong_as_double(long long x) { return emulatedBits<double>(x); }
inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((uint64_t)a * b) >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
inline long long __mul64hi(long long a, long long b) { return (long long)(((__int128)a * b) >> 64); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned)x); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
template <class T> T __ldg(const T* address) { return *address; }
inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
inline double rsqrt(double x) { return 1.0 / std::sqrt(x); }
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline long long min(long long a, long long b) { return a < b ? a : b; }
inline long long max(long long a, long long b) { return a > b ? a : b; }
using std::isfinite;
using std::isinf;
using std::isnan;
