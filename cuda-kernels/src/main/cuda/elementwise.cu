// Functions of one and of two operands, element by element: each element is read once and written once, four at a time.
// Buffers begin on 256 bytes, so whole float4 are aligned.
#include "functions.cuh"

enum BinaryCode { ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, RAISE };
enum SecondCode { SECOND_FULL, SECOND_MIDDLE, SECOND_OUTER_INNER };

namespace {

// As Java has it: where b is NaN, or |a| is 1 and b infinite, C says 1.
__device__ __forceinline__ float raised(float a, float b) {
    return b != b || (fabsf(a) == 1.0f && fabsf(b) == INFINITY) ? NAN : powf(a, b);
}

__device__ __forceinline__ float binaryFunction(int op, float a, float b) {
    switch (op) {
        case ADD: return a + b;
        case SUBTRACT: return a - b;
        case MULTIPLY: return a * b;
        case DIVIDE: return a / b;
        case MAXIMUM: return a > b || a != a ? a : b != b ? b : a == b ? a : b; // NaN if either is
        case RAISE: return raised(a, b);
        default: return a < b || a != a ? a : b != b ? b : a == b ? a : b;
    }
}

// f(i) for all whole groups of four, g(i) for the elements that are left.
template <class F, class G> __device__ __forceinline__ void inFours(long long n, F f, G g) {
    for (long long i = globalIndex(); i < n / 4; i += globalSize()) f(i);
    for (long long i = n / 4 * 4 + globalIndex(); i < n; i += globalSize()) g(i);
}

} // namespace

extern "C" __global__ void fill(long long n, float value, float* y) {
    inFours(
        n, [&](long long i) { storeFourAt(y + 4 * i, make_float4(value, value, value, value)); },
        [&](long long i) { y[i] = value; });
}

extern "C" __global__ void unary(int op, float first, float second, long long n, const float* x, float* y) {
    auto f = [&](float element) { return unaryFunction(op, element, first, second); };
    inFours(
        n,
        [&](long long i) {
            float4 a = fourAt(x + 4 * i);
            storeFourAt(y + 4 * i, make_float4(f(a.x), f(a.y), f(a.z), f(a.w)));
        },
        [&](long long i) { y[i] = f(x[i]); });
}

extern "C" __global__ void unaryGrad(
    int op, float first, float second, long long n, const float* x, const float* y, const float* gy, float* gx) {
    auto f = [&](float a, float b, float upstream) { return upstream * unaryDerivative(op, a, b, first, second); };
    inFours(
        n,
        [&](long long i) {
            float4 a = fourAt(x + 4 * i), b = fourAt(y + 4 * i), g = fourAt(gy + 4 * i);
            storeFourAt(gx + 4 * i, make_float4(f(a.x, b.x, g.x), f(a.y, b.y, g.y), f(a.z, b.z, g.z), f(a.w, b.w, g.w)));
        },
        [&](long long i) { gx[i] = f(x[i], y[i], gy[i]); });
}

extern "C" __global__ void binary(int op, long long n, const float* a, const float* b, float* y) {
    auto f = [&](float left, float right) { return binaryFunction(op, left, right); };
    inFours(
        n,
        [&](long long i) {
            float4 l = fourAt(a + 4 * i), r = fourAt(b + 4 * i);
            storeFourAt(y + 4 * i, make_float4(f(l.x, r.x), f(l.y, r.y), f(l.z, r.z), f(l.w, r.w)));
        },
        [&](long long i) { y[i] = f(a[i], b[i]); });
}

// a and y are [outer, middle, inner]; b lacks dimensions.
extern "C" __global__ void binaryBroadcast(
    int op, int second, long long n, int middle, int inner, const float* a, const float* __restrict__ b, float* y) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int row = quotient(i, inner); // of [outer · middle]
        int other = second == SECOND_MIDDLE ? modulo(row, middle) : quotient(row, middle) * inner + modulo(i, inner);
        y[i] = binaryFunction(op, a[i], b[other]);
    }
}

extern "C" __global__ void axpy(long long n, float alpha, const float* __restrict__ x, float* __restrict__ y) {
    inFours(
        n,
        [&](long long i) {
            float4 a = fourAt(x + 4 * i), b = fourAt(y + 4 * i);
            storeFourAt(y + 4 * i, make_float4(fmaf(alpha, a.x, b.x), fmaf(alpha, a.y, b.y), fmaf(alpha, a.z, b.z),
                                     fmaf(alpha, a.w, b.w)));
        },
        [&](long long i) { y[i] = fmaf(alpha, x[i], y[i]); });
}
