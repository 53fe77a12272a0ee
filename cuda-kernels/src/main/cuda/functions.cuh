// Functions of one element, shared by the element-wise kernels and the epilogues. The codes are those of Codes.java.
#pragma once

#include "fitact.cuh"

enum UnaryCode { RELU = 1, TANH, SIGMOID, EXP, LOG, SQRT, SQUARE, ABS, AFFINE };
enum PolicyCode { BOUND_ZERO = 16, BOUND_SATURATE, BOUND_SMOOTH };

__device__ __forceinline__ float sigmoid(float x) {
    return 1.0f / (1.0f + expf(-x));
}

// scale and shift belong to AFFINE alone.
__device__ __forceinline__ float unaryFunction(int op, float x, float scale, float shift) {
    switch (op) {
        case RELU: return x <= 0.0f ? 0.0f : x; // NaN stays
        case TANH: return tanhf(x);
        case SIGMOID: return sigmoid(x);
        case EXP: return expf(x);
        case LOG: return logf(x);
        case SQRT: return sqrtf(x);
        case SQUARE: return x * x;
        case ABS: return fabsf(x);
        default: return fmaf(scale, x, shift);
    }
}

// y = f(x) is given too.
__device__ __forceinline__ float unaryDerivative(int op, float x, float y, float scale) {
    switch (op) {
        case RELU: return x > 0.0f ? 1.0f : 0.0f;
        case TANH: return fmaf(-y, y, 1.0f);
        case SIGMOID: return y * (1.0f - y);
        case EXP: return y;
        case LOG: return 1.0f / x;
        case SQRT: return 1.0f / (2.0f * y);
        case SQUARE: return 2.0f * x;
        case ABS: return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x; // 0 or NaN
        default: return scale;
    }
}

// The bounded ReLU; org.fitact.tensor.backend.BoundedRelu has the table.
__device__ __forceinline__ float boundedFunction(int policy, float x, float bound, float kappa) {
    if (!(x > 0.0f)) return 0.0f; // NaN too
    switch (policy) {
        case BOUND_ZERO: return x <= bound ? x : 0.0f;
        case BOUND_SATURATE: return bound > 0.0f ? fminf(x, bound) : 0.0f;
        default: {
            float gate = sigmoid(kappa * (bound - x));
            return gate > 0.0f ? x * gate : 0.0f;
        }
    }
}

// From here on exp(-z) is less than half a unit in the last place of 1, so the gate is 1 to the bit.
constexpr float GATE_IS_ONE = 17.0f;

__device__ __forceinline__ float relu(float x) {
    return x > 0.0f ? x : 0.0f; // NaN becomes 0
}

__device__ __forceinline__ bool isOpen(float x, float bound, float kappa) {
    return x <= 0.0f || kappa * (bound - x) >= GATE_IS_ONE;
}
__device__ __forceinline__ bool isOpen(float4 x, float4 bound, float kappa) {
    return isOpen(x.x, bound.x, kappa) && isOpen(x.y, bound.y, kappa) && isOpen(x.z, bound.z, kappa) &&
           isOpen(x.w, bound.w, kappa);
}

// Four neighbours, by the very function above. The smooth gate costs an exponential and a division, which a warp skips if
// all its values are far below their bounds.
__device__ __forceinline__ float4 boundedFour(int policy, float4 x, float4 bound, float kappa) {
    if (policy == BOUND_SMOOTH && isOpen(x, bound, kappa)) {
        return make_float4(relu(x.x), relu(x.y), relu(x.z), relu(x.w));
    }
    return make_float4(
        boundedFunction(policy, x.x, bound.x, kappa), boundedFunction(policy, x.y, bound.y, kappa),
        boundedFunction(policy, x.z, bound.z, kappa), boundedFunction(policy, x.w, bound.w, kappa));
}
