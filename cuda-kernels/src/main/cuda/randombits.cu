// Random bit flips, made where the words are: the very flips that org.fitact.tensor.random.RandomBits draws on the CPU.
//
// There, hit after hit is found by a geometric gap from the one before. But the gap of hit j is a function of Philox block
// j alone (its first number gives the gap, its second the mark), so all gaps are computed at once, and a prefix sum over
// gap + 1 gives the positions. The logarithm is fdlibm's, which StrictMath is defined by, so no gap differs in any bit.
#include "philox.cuh"
#include "reduction.cuh"

namespace {

constexpr int THREADS = 256;

__device__ __forceinline__ int highWord(double x) {
    return (int)(__double_as_longlong(x) >> 32);
}
__device__ __forceinline__ double withHighWord(double x, int high) {
    return __longlong_as_double((__double_as_longlong(x) & 0xFFFFFFFFll) | (long long)high << 32);
}

// ln(1 + x) for −1 ≤ x ≤ 0. Source: fdlibm 5.3, s_log1p.c (Sun Microsystems, 1993), whose steps must not be rearranged.
__device__ double strictLog1p(double x) {
    const double ln2High = 6.93147180369123816490e-01, ln2Low = 1.90821492927058770002e-10;
    int high = highWord(x), magnitude = high & 0x7FFFFFFF;
    if (x == -1.0) return -INFINITY;
    if (magnitude < 0x3E200000) return magnitude < 0x3C900000 ? x : x - x * x * 0.5; // |x| < 2^−29, 2^−54
    int k = 0, normalised = 1;
    double f = x, c = 0.0;
    if (high > (int)0xBFD2BEC3) { // x ≤ −0.2929: 1 + x is brought to between √½ and √2
        double u = 1.0 + x;
        normalised = highWord(u);
        k = (normalised >> 20) - 1023;
        c = (k > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
        normalised &= 0x000FFFFF;
        if (normalised < 0x6A09E) {
            u = withHighWord(u, normalised | 0x3FF00000);
        } else {
            k++;
            u = withHighWord(u, normalised | 0x3FE00000);
            normalised = (0x00100000 - normalised) >> 2;
        }
        f = u - 1.0;
    }
    double half = 0.5 * f * f;
    if (normalised == 0) { // |f| < 2^−20
        if (f == 0.0) return k == 0 ? 0.0 : k * ln2High + (c + k * ln2Low);
        double r = half * (1.0 - 0.66666666666666666 * f);
        return k == 0 ? f - r : k * ln2High - ((r - (k * ln2Low + c)) - f);
    }
    double s = f / (2.0 + f), z = s * s;
    double r = z * (6.666666666666735130e-01 +
                    z * (3.999999999940941908e-01 +
                         z * (2.857142874366239149e-01 +
                              z * (2.222219843214978396e-01 +
                                   z * (1.818357216161805012e-01 +
                                        z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
    if (k == 0) return f - (half - s * (half + r));
    return k * ln2High - ((half - (s * (half + r) + (k * ln2Low + c))) - f);
}

// What the bits of a hit say: how far it is from the one before, at most bits + 1, and whether the rate keeps it.
struct Hit {
    long long advance;
    bool kept;
};

__device__ __forceinline__ Hit hit(
    long long seed, long long stream, long long index, long long bits, double logOfMiss, double kept) {
    PhiloxBlock block = philox((unsigned long long)seed, (unsigned long long)stream, (unsigned long long)index);
    double uniform = (double)(block.bits(0) >> 1) * (1.0 / 9223372036854775808.0);
    double gap = floor(strictLog1p(-uniform) / logOfMiss);
    return {(gap < (double)bits ? (long long)gap : bits) + 1, philoxUnit(block.bits(1)) < kept};
}

// The sum of the values of this thread and of those before it in a block of 256. `scratch` holds 8 values.
__device__ __forceinline__ long long inclusiveSum(long long value, long long* scratch) {
    int lane = (int)threadIdx.x % 32, warp = (int)threadIdx.x / 32;
    for (int distance = 1; distance < 32; distance *= 2) {
        long long before = __shfl_up_sync(0xFFFFFFFFu, value, distance);
        if (lane >= distance) value += before;
    }
    if (lane == 31) scratch[warp] = value;
    __syncthreads();
    for (int i = 0; i < warp; i++) value += scratch[i];
    __syncthreads();
    return value;
}

} // namespace

// The advance of each block of 256 hits, from hit `first` on.
extern "C" __global__ void flipAdvances(
    long long seed, long long stream, long long first, long long bits, double logOfMiss,
    long long* __restrict__ advances) {
    __shared__ long long scratch[8];
    long long advance = hit(seed, stream, first + globalIndex(), bits, logOfMiss, 0.0).advance;
    advance = combineBlock(advance, scratch, Sum());
    if (threadIdx.x == 0) advances[blockIdx.x] = advance;
}

// Advances become the places where their blocks begin, from `start` on; behind them go the place after the last, and a
// count of flips, which starts at `flips`. One block.
extern "C" __global__ void flipStarts(int blocks, long long start, long long flips, long long* advances) {
    __shared__ long long scratch[8];
    __shared__ long long next;
    if (threadIdx.x == 0) next = start;
    __syncthreads();
    for (int from = 0; from < blocks; from += THREADS) {
        int i = from + (int)threadIdx.x;
        long long advance = i < blocks ? advances[i] : 0;
        long long end = next + inclusiveSum(advance, scratch);
        if (i < blocks) advances[i] = end - advance;
        __syncthreads();
        if (threadIdx.x == THREADS - 1) next = end;
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        advances[blocks] = next;
        advances[blocks + 1] = flips;
    }
}

// Flips the bits that were hit and kept, and adds their number to the count. A word has `width` bits; bits above them follow
// the sign. To do it again is to undo it.
extern "C" __global__ void flipGenerated(
    long long seed, long long stream, long long first, long long bits, double logOfMiss, double kept, int width,
    long long* starts, unsigned* words) {
    __shared__ long long scratch[8];
    Hit own = hit(seed, stream, first + globalIndex(), bits, logOfMiss, kept);
    long long place = starts[blockIdx.x] + inclusiveSum(own.advance, scratch) - 1;
    bool flips = place < bits && own.kept;
    int inWarp = __popc(__ballot_sync(0xFFFFFFFFu, flips));
    if (threadIdx.x % 32 == 0 && inWarp > 0) {
        atomicAdd(reinterpret_cast<unsigned long long*>(starts + gridDim.x + 1), (unsigned long long)inWarp);
    }
    if (!flips) return;
    int bit = (int)(place % width);
    bool sign = bit == width - 1;
    atomicXor(words + place / width, sign ? ~0u << bit : 1u << bit);
}
