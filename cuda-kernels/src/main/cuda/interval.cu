// A value of either sign between a lower and an upper bound: the bounded ReLU of its magnitude under the bound of the side
// on which it lies, with its sign. org.fitact.tensor.backend.op.Interval has the formulas, bounds.cuh the layout; `lanes` is as
// there.
#include "bounds.cuh"

namespace {

__device__ __forceinline__ float sideOf(float x, float lower, float upper) {
    return x < 0.0f ? -lower : upper;
}
__device__ __forceinline__ float4 sideOf(float4 x, float4 lower, float4 upper) {
    return make_float4(
        sideOf(x.x, lower.x, upper.x), sideOf(x.y, lower.y, upper.y), sideOf(x.z, lower.z, upper.z),
        sideOf(x.w, lower.w, upper.w));
}
__device__ __forceinline__ float4 magnitudes(float4 x) {
    return make_float4(fabsf(x.x), fabsf(x.y), fabsf(x.z), fabsf(x.w));
}
__device__ __forceinline__ float kept(int policy, float x, float lower, float upper, float kappa) {
    return copysignf(boundedFunction(policy, fabsf(x), sideOf(x, lower, upper), kappa), x);
}
__device__ __forceinline__ float4 keptFour(int policy, float4 x, float4 lower, float4 upper, float kappa) {
    float4 y = boundedFour(policy, magnitudes(x), sideOf(x, lower, upper), kappa);
    return make_float4(copysignf(y.x, x.x), copysignf(y.y, x.y), copysignf(y.z, x.z), copysignf(y.w, x.w));
}

// What of a gradient by the bounds is one by the lower ones, and by the upper ones.
__device__ __forceinline__ float below(float x, float gradient) {
    return x < 0.0f ? gradient : 0.0f;
}
__device__ __forceinline__ float above(float x, float gradient) {
    return x > 0.0f ? gradient : 0.0f;
}
__device__ __forceinline__ float4 below(float4 x, float4 gradient) {
    return make_float4(
        below(x.x, gradient.x), below(x.y, gradient.y), below(x.z, gradient.z), below(x.w, gradient.w));
}
__device__ __forceinline__ float4 above(float4 x, float4 gradient) {
    return make_float4(
        above(x.x, gradient.x), above(x.y, gradient.y), above(x.z, gradient.z), above(x.w, gradient.w));
}

} // namespace

extern "C" __global__ void interval(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ lower, const float* __restrict__ upper, float* y) {
    Lane lane(period, 1, lanes);
    if (lane.idle) return;
    float least = lower[lane.column], most = upper[lane.column];
    stream<float>(
        lane.first, lane.step, rows * period, [&](long long i) { return x[i]; },
        [&](long long i, float value) { y[i] = kept(policy, value, least, most, kappa); });
}

extern "C" __global__ void interval4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ lower, const float* __restrict__ upper, float* y) {
    Lane lane(period, 4, lanes);
    if (lane.idle) return;
    float4 least = fourAt(lower + lane.column), most = fourAt(upper + lane.column);
    stream<float4>(
        lane.first, lane.step, rows * period, [&](long long i) { return fourAt(x + i); },
        [&](long long i, float4 four) { storeFourAt(y + i, keptFour(policy, four, least, most, kappa)); });
}

// All gradients in one pass over x and gy. gx may be null. lowerParts and upperParts, each unless null, are
// [lanes / columns, period]: each thread's sum over its rows, which a column sum then adds up in a fixed order.
extern "C" __global__ void intervalBackward(
    int policy, float kappa, long long rows, int period, long long lanes, const float* __restrict__ x,
    const float* __restrict__ lower, const float* __restrict__ upper, const float* __restrict__ gy,
    float* __restrict__ gx, float* __restrict__ lowerParts, float* __restrict__ upperParts) {
    Lane lane(period, 1, lanes);
    if (lane.idle) return;
    float least = lower[lane.column], most = upper[lane.column], ofLower = 0.0f, ofUpper = 0.0f;
    stream<Pair>(
        lane.first, lane.step, rows * period, [&](long long i) { return Pair{x[i], gy[i]}; },
        [&](long long i, Pair pair) {
            Gradients g = gradients(policy, fabsf(pair.x), sideOf(pair.x, least, most), kappa, pair.upstream);
            ofLower += below(pair.x, g.bound);
            ofUpper += above(pair.x, g.bound);
            if (gx != nullptr) gx[i] = g.input;
        });
    if (lowerParts != nullptr) lowerParts[lane.first] = ofLower;
    if (upperParts != nullptr) upperParts[lane.first] = ofUpper;
}

extern "C" __global__ void __launch_bounds__(256, 2) intervalBackward4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* __restrict__ x,
    const float* __restrict__ lower, const float* __restrict__ upper, const float* __restrict__ gy,
    float* __restrict__ gx, float* __restrict__ lowerParts, float* __restrict__ upperParts) {
    Lane lane(period, 4, lanes);
    if (lane.idle) return;
    float4 least = fourAt(lower + lane.column), most = fourAt(upper + lane.column);
    float4 ofLower = make_float4(0.0f, 0.0f, 0.0f, 0.0f), ofUpper = ofLower;
    stream<FourPairs>(
        lane.first, lane.step, rows * period, [&](long long i) { return FourPairs{fourAt(x + i), fourAt(gy + i)}; },
        [&](long long i, FourPairs pairs) {
            FourGradients g = gradientsOfFour(
                policy, magnitudes(pairs.x), sideOf(pairs.x, least, most), kappa, pairs.upstream);
            ofLower = sum(ofLower, below(pairs.x, g.bound));
            ofUpper = sum(ofUpper, above(pairs.x, g.bound));
            if (gx != nullptr) storeFourAt(gx + i, g.input);
        });
    if (lowerParts != nullptr) storeFourAt(lowerParts + lane.first, ofLower);
    if (upperParts != nullptr) storeFourAt(upperParts + lane.first, ofUpper);
}
