// The bounded ReLU and its gradients: what this project is about, at the speed of memory. The tensor is seen as
// [rows, period], where `period` is the number of bounds: a layer's bound repeats after 1 element, a channel's after
// `channels`, a neuron's after `spatial · channels`. A thread stays in its column, so it reads its bound once and the
// rows stream past it. The suffix 4 is for a period that is a multiple of 4: four columns to a thread, in one access.
#include "functions.cuh"

namespace {

// The gradients by the input and by the bound.
struct Gradients {
    float input, bound;
};

// A gradient of 0 stays 0 whatever comes from above: an infinite upstream gradient must not become NaN here.
__device__ __forceinline__ float scaled(float upstream, float gradient) {
    return gradient == 0.0f ? 0.0f : upstream * gradient;
}

__device__ __forceinline__ Gradients gradients(int policy, float x, float bound, float kappa, float upstream) {
    if (!(x > 0.0f)) return {0.0f, 0.0f};
    if (policy == BOUND_ZERO) return {x <= bound ? upstream : 0.0f, 0.0f};
    if (policy == BOUND_SATURATE) {
        return {x <= bound ? upstream : 0.0f, bound > 0.0f && x > bound ? upstream : 0.0f};
    }
    float gate = sigmoid(kappa * (bound - x));
    if (!(gate > 0.0f)) return {0.0f, 0.0f}; // NaN too
    float slope = gate < 1.0f ? kappa * x * gate * (1.0f - gate) : 0.0f;
    return {scaled(upstream, gate - slope), scaled(upstream, slope)};
}

__device__ __forceinline__ float4 forward4(int policy, float4 x, float4 bound, float kappa) {
    return make_float4(
        boundedFunction(policy, x.x, bound.x, kappa), boundedFunction(policy, x.y, bound.y, kappa),
        boundedFunction(policy, x.z, bound.z, kappa), boundedFunction(policy, x.w, bound.w, kappa));
}

// Where a thread works: its column, the first of its rows, and the rows until its next.
struct Lane {
    int column;
    long long row, step;
    bool idle;
    __device__ __forceinline__ explicit Lane(int columns, long long lanes)
        : column(modulo(globalIndex(), columns)), row(quotient(globalIndex(), columns)), step(lanes / columns),
          idle(globalIndex() >= lanes) {}
};

} // namespace

// `lanes` is a multiple of the number of columns, period or period / 4; threads beyond have nothing to do.
extern "C" __global__ void boundedRelu(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ bounds, float* y) {
    Lane lane(period, lanes);
    if (lane.idle) return;
    float bound = bounds[lane.column];
#pragma unroll 4
    for (long long row = lane.row; row < rows; row += lane.step) {
        long long i = row * period + lane.column;
        y[i] = boundedFunction(policy, x[i], bound, kappa);
    }
}

extern "C" __global__ void boundedRelu4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* x,
    const float* __restrict__ bounds, float* y) {
    Lane lane(period / 4, lanes);
    if (lane.idle) return;
    float4 bound = reinterpret_cast<const float4*>(bounds)[lane.column];
#pragma unroll 4
    for (long long row = lane.row; row < rows; row += lane.step) {
        long long i = row * (period / 4) + lane.column;
        reinterpret_cast<float4*>(y)[i] = forward4(policy, reinterpret_cast<const float4*>(x)[i], bound, kappa);
    }
}

// One bound for all: n elements, in fours as far as they go.
extern "C" __global__ void boundedReluLayer(
    int policy, float kappa, long long n, const float* x, const float* __restrict__ bounds, float* y) {
    float bound = bounds[0];
    float4 all = make_float4(bound, bound, bound, bound);
    for (long long i = globalIndex(); i < n / 4; i += globalSize()) {
        reinterpret_cast<float4*>(y)[i] = forward4(policy, reinterpret_cast<const float4*>(x)[i], all, kappa);
    }
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
    Lane lane(period, lanes);
    if (lane.idle) return;
    float bound = bounds[lane.column];
    float sum = 0.0f;
#pragma unroll 4
    for (long long row = lane.row; row < rows; row += lane.step) {
        long long i = row * period + lane.column;
        Gradients g = gradients(policy, x[i], bound, kappa, gy[i]);
        sum += g.bound;
        if (gx != nullptr) gx[i] = g.input;
    }
    if (parts != nullptr) parts[lane.row * period + lane.column] = sum;
}

extern "C" __global__ void boundedReluBackward4(
    int policy, float kappa, long long rows, int period, long long lanes, const float* __restrict__ x,
    const float* __restrict__ bounds, const float* __restrict__ gy, float* __restrict__ gx,
    float* __restrict__ parts) {
    int columns = period / 4;
    Lane lane(columns, lanes);
    if (lane.idle) return;
    float4 bound = reinterpret_cast<const float4*>(bounds)[lane.column];
    float4 sum = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
#pragma unroll 2
    for (long long row = lane.row; row < rows; row += lane.step) {
        long long i = row * columns + lane.column;
        float4 a = reinterpret_cast<const float4*>(x)[i], u = reinterpret_cast<const float4*>(gy)[i];
        Gradients g0 = gradients(policy, a.x, bound.x, kappa, u.x), g1 = gradients(policy, a.y, bound.y, kappa, u.y);
        Gradients g2 = gradients(policy, a.z, bound.z, kappa, u.z), g3 = gradients(policy, a.w, bound.w, kappa, u.w);
        sum = make_float4(sum.x + g0.bound, sum.y + g1.bound, sum.z + g2.bound, sum.w + g3.bound);
        if (gx != nullptr) reinterpret_cast<float4*>(gx)[i] = make_float4(g0.input, g1.input, g2.input, g3.input);
    }
    if (parts != nullptr) reinterpret_cast<float4*>(parts)[lane.row * columns + lane.column] = sum;
}

// One bound for all. parts, unless null, is [lanes]; the grid has as many threads.
extern "C" __global__ void boundedReluLayerBackward(
    int policy, float kappa, long long n, const float* __restrict__ x, const float* __restrict__ bounds,
    const float* __restrict__ gy, float* __restrict__ gx, float* __restrict__ parts) {
    float bound = bounds[0], sum = 0.0f;
#pragma unroll 2
    for (long long i = globalIndex(); i < n / 4; i += globalSize()) {
        float4 a = reinterpret_cast<const float4*>(x)[i], u = reinterpret_cast<const float4*>(gy)[i];
        Gradients g0 = gradients(policy, a.x, bound, kappa, u.x), g1 = gradients(policy, a.y, bound, kappa, u.y);
        Gradients g2 = gradients(policy, a.z, bound, kappa, u.z), g3 = gradients(policy, a.w, bound, kappa, u.w);
        sum += g0.bound + g1.bound + g2.bound + g3.bound;
        if (gx != nullptr) reinterpret_cast<float4*>(gx)[i] = make_float4(g0.input, g1.input, g2.input, g3.input);
    }
    for (long long i = n / 4 * 4 + globalIndex(); i < n; i += globalSize()) {
        Gradients g = gradients(policy, x[i], bound, kappa, gy[i]);
        sum += g.bound;
        if (gx != nullptr) gx[i] = g.input;
    }
    if (parts != nullptr) parts[globalIndex()] = sum;
}
