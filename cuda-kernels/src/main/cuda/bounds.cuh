// The gradients of the bounded ReLU, and how threads walk over what is bounded; shared by boundedrelu.cu and interval.cu.
// The tensor is seen as [rows, period], where `period` is the number of bounds: a layer's bound repeats after 1 element, a
// channel's after `channels`, a neuron's after `spatial · channels`. A thread stays in its column, so it reads its bound once
// and the rows stream past it. The suffix 4 is for a period that is a multiple of 4: four columns to a thread, in one access.
#pragma once

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
    bool positive = x > 0.0f;
    if (policy != BOUND_SMOOTH) {
        return {positive && x <= bound ? upstream : 0.0f,
                positive && policy == BOUND_SATURATE && bound > 0.0f && x > bound ? upstream : 0.0f};
    }
    float gate = gateOf(kappa * LOG2_E * (x - bound));
    float slope = gate < 1.0f ? kappa * x * gate * (1.0f - gate) : 0.0f;
    bool passes = positive && gate > 0.0f; // not where the gate is NaN
    return {passes ? scaled(upstream, gate - slope) : 0.0f, passes ? scaled(upstream, slope) : 0.0f};
}

struct FourGradients {
    float4 input, bound;
};

__device__ __forceinline__ FourGradients gradientsOfFour(int policy, float4 x, float4 bound, float kappa, float4 upstream) {
    if (policy == BOUND_SMOOTH && isOpen(x, bound, kappa)) { // the gate is 1 and does not move
        float4 input = make_float4(
            x.x > 0.0f ? upstream.x : 0.0f, x.y > 0.0f ? upstream.y : 0.0f, x.z > 0.0f ? upstream.z : 0.0f,
            x.w > 0.0f ? upstream.w : 0.0f);
        return {input, make_float4(0.0f, 0.0f, 0.0f, 0.0f)};
    }
    Gradients g0 = gradients(policy, x.x, bound.x, kappa, upstream.x);
    Gradients g1 = gradients(policy, x.y, bound.y, kappa, upstream.y);
    Gradients g2 = gradients(policy, x.z, bound.z, kappa, upstream.z);
    Gradients g3 = gradients(policy, x.w, bound.w, kappa, upstream.w);
    return {
        make_float4(g0.input, g1.input, g2.input, g3.input), make_float4(g0.bound, g1.bound, g2.bound, g3.bound)};
}

struct Pair {
    float x, upstream;
};
struct FourPairs {
    float4 x, upstream;
};

// Calls use(i, load(i)) for i = first, first + step and so on up to the end. Several loads are on their way before the first
// is used: what is stored may be what is read, so the compiler would not move a load before a store by itself.
template <class Value, class Load, class Use>
__device__ __forceinline__ void stream(long long first, long long step, long long end, Load load, Use use) {
    constexpr int AT_ONCE = 4;
    for (long long i = first; i < end; i += AT_ONCE * step) {
        Value values[AT_ONCE];
        UNROLL
        for (int r = 0; r < AT_ONCE; r++) {
            if (i + r * step < end) values[r] = load(i + r * step);
        }
        UNROLL
        for (int r = 0; r < AT_ONCE; r++) {
            if (i + r * step < end) use(i + r * step, values[r]);
        }
    }
}

// Where a thread works: its column, the first of its elements, and the elements until its next.
struct Lane {
    int column;
    long long first, step;
    bool idle;
    __device__ __forceinline__ Lane(int period, int width, long long lanes)
        : column(modulo(globalIndex(), period / width) * width), first(width * globalIndex()), step(width * lanes),
          idle(globalIndex() >= lanes) {}
};

} // namespace
