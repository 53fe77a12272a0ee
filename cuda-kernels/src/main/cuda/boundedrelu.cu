// The bounded ReLU and its gradients: what this project is about, at the speed of memory; bounds.cuh says how it is laid out.
#include "bounds.cuh"

// `lanes` is a multiple of the number of columns, period or period / 4; threads beyond have nothing to do.
extern "C" __global__ void boundedRelu(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ bounds, float* y) {
    Lane lane(period, 1, lanes);
    if (lane.idle) return;
    float bound = bounds[lane.column];
    stream<float>(
        lane.first, lane.step, rows * period, [&](long long i) { return x[i]; },
        [&](long long i, float value) { y[i] = boundedFunction(policy, value, bound, kappa); });
}

extern "C" __global__ void boundedRelu4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ bounds, float* y) {
    Lane lane(period, 4, lanes);
    if (lane.idle) return;
    float4 bound = fourAt(bounds + lane.column);
    stream<float4>(
        lane.first, lane.step, rows * period, [&](long long i) { return fourAt(x + i); },
        [&](long long i, float4 four) { storeFourAt(y + i, boundedFour(policy, four, bound, kappa)); });
}

// One bound for all: n elements, in fours as far as they go.
extern "C" __global__ void boundedReluLayer(
    int policy, float kappa, long long n, const float* x, const float* __restrict__ bounds, float* y) {
    float bound = bounds[0];
    float4 all = make_float4(bound, bound, bound, bound);
    stream<float4>(
        4 * globalIndex(), 4 * globalSize(), n / 4 * 4, [&](long long i) { return fourAt(x + i); },
        [&](long long i, float4 four) { storeFourAt(y + i, boundedFour(policy, four, all, kappa)); });
    for (long long i = n / 4 * 4 + globalIndex(); i < n; i += globalSize()) {
        y[i] = boundedFunction(policy, x[i], bound, kappa);
    }
}

// Both gradients in one pass over x and gy. gx may be null. parts, unless null, is [lanes / columns, period]: each
// thread's sum over its rows, which a column sum then adds up in a fixed order.
extern "C" __global__ void boundedReluBackward(
    int policy, float kappa, long long rows, int period, long long lanes, const float* __restrict__ x,
    const float* __restrict__ bounds, const float* __restrict__ gy, float* __restrict__ gx,
    float* __restrict__ parts) {
    Lane lane(period, 1, lanes);
    if (lane.idle) return;
    float bound = bounds[lane.column], total = 0.0f;
    stream<Pair>(
        lane.first, lane.step, rows * period, [&](long long i) { return Pair{x[i], gy[i]}; },
        [&](long long i, Pair pair) {
            Gradients g = gradients(policy, pair.x, bound, kappa, pair.upstream);
            total += g.bound;
            if (gx != nullptr) gx[i] = g.input;
        });
    if (parts != nullptr) parts[lane.first] = total;
}

extern "C" __global__ void __launch_bounds__(256, 4) boundedReluBackward4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* __restrict__ x,
    const float* __restrict__ bounds, const float* __restrict__ gy, float* __restrict__ gx,
    float* __restrict__ parts) {
    Lane lane(period, 4, lanes);
    if (lane.idle) return;
    float4 bound = fourAt(bounds + lane.column), total = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    stream<FourPairs>(
        lane.first, lane.step, rows * period, [&](long long i) { return FourPairs{fourAt(x + i), fourAt(gy + i)}; },
        [&](long long i, FourPairs pairs) {
            FourGradients g = gradientsOfFour(policy, pairs.x, bound, kappa, pairs.upstream);
            total = sum(total, g.bound);
            if (gx != nullptr) storeFourAt(gx + i, g.input);
        });
    if (parts != nullptr) storeFourAt(parts + lane.first, total);
}

// One bound for all. parts, unless null, is [lanes]; the grid has as many threads.
extern "C" __global__ void __launch_bounds__(256, 4) boundedReluLayerBackward(
    int policy, float kappa, long long n, const float* __restrict__ x, const float* __restrict__ bounds,
    const float* __restrict__ gy, float* __restrict__ gx, float* __restrict__ parts) {
    float bound = bounds[0], total = 0.0f;
    float4 all = make_float4(bound, bound, bound, bound);
    stream<FourPairs>(
        4 * globalIndex(), 4 * globalSize(), n / 4 * 4,
        [&](long long i) { return FourPairs{fourAt(x + i), fourAt(gy + i)}; },
        [&](long long i, FourPairs pairs) {
            FourGradients g = gradientsOfFour(policy, pairs.x, all, kappa, pairs.upstream);
            total += g.bound.x + g.bound.y + g.bound.z + g.bound.w;
            if (gx != nullptr) storeFourAt(gx + i, g.input);
        });
    for (long long i = n / 4 * 4 + globalIndex(); i < n; i += globalSize()) {
        Gradients g = gradients(policy, x[i], bound, kappa, gy[i]);
        total += g.bound;
        if (gx != nullptr) gx[i] = g.input;
    }
    if (parts != nullptr) parts[globalIndex()] = total;
}
