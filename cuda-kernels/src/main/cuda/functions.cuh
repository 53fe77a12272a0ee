// Functions of one element, shared by the element-wise kernels and the epilogues. The codes are those of Codes.java.
#pragma once

#include "fitact.cuh"

enum UnaryCode {
    RELU = 1,
    TANH,
    SIGMOID,
    EXP,
    LOG,
    SQRT,
    SQUARE,
    ABS,
    AFFINE,
    MISH,
    LEAKY_RELU,
    CLIP,
    HARD_SIGMOID,
    HARD_SWISH,
    SILU,
    GELU = 19, // 16 to 18 are policies
    TANH_GELU,
    ELU,
    CELU,
    SOFTPLUS,
    SOFTSIGN,
    ERF,
    RECIPROCAL,
    POWER,
    FLOOR,
    CEIL,
    ROUND,
    SIGN
};
enum PolicyCode { BOUND_ZERO = 16, BOUND_SATURATE, BOUND_SMOOTH };

__device__ __forceinline__ float sigmoid(float x) {
    return 1.0f / (1.0f + expf(-x));
}

// tanh(ln(1 + e^x)) by powers of e^−|x|, which overflow nowhere.
__device__ __forceinline__ float mishGate(float x) {
    float e = expf(-fabsf(x)), square = e * e;
    float numerator = 2.0f * e + (x < 0.0f ? square : 1.0f);
    return numerator / (numerator + (x < 0.0f ? 2.0f : 2.0f * square));
}

// NaN stays.
__device__ __forceinline__ float clipped(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}

// A sixth of the second factor first: x times 6 could overflow, and 6 times the sixth is 1.
__device__ __forceinline__ float hardSwish(float x) {
    return x * (clipped(x + 3.0f, 0.0f, 6.0f) * (1.0f / 6.0f));
}

__device__ __forceinline__ float softplus(float x) {
    return fmaxf(x, 0.0f) + log1pf(expf(-fabsf(x)));
}

// The distribution function of the normal distribution.
__device__ __forceinline__ float normal(float x) {
    return 0.5f * erfcf(x * -0.707106781f);
}

// The gate of GELU's tanh form, ½(1 + tanh(u)) = sigmoid(2u), and the slope of 2u.
constexpr float TWICE_ROOT = 1.5957691216f; // 2·√(2/π)
constexpr float CUBIC = 0.044715f;

__device__ __forceinline__ float tanhGate(float x) {
    return sigmoid(x * fmaf(x * x, TWICE_ROOT * CUBIC, TWICE_ROOT));
}
__device__ __forceinline__ float tanhGeluDerivative(float x) {
    float within = clipped(x, -16.0f, 16.0f); // beyond, the gate is 0 or 1 to the bit
    float gate = tanhGate(within);
    float inner = fmaf(within * within, 3.0f * TWICE_ROOT * CUBIC, TWICE_ROOT);
    return fmaf(x, gate * (1.0f - gate) * inner, gate);
}

__device__ __forceinline__ float relu(float x) {
    return x <= 0.0f ? 0.0f : x; // NaN stays
}
__device__ __forceinline__ float4 relu(float4 x) {
    return make_float4(relu(x.x), relu(x.y), relu(x.z), relu(x.w));
}

// first and second are the parameters of those that have some, in the order of their records.
__device__ __forceinline__ float unaryFunction(int op, float x, float first, float second) {
    switch (op) {
        case RELU: return relu(x);
        case TANH: return tanhf(x);
        case SIGMOID: return sigmoid(x);
        case EXP: return expf(x);
        case LOG: return logf(x);
        case SQRT: return sqrtf(x);
        case SQUARE: return x * x;
        case ABS: return fabsf(x);
        case MISH: return x * mishGate(x);
        case LEAKY_RELU: return x > 0.0f ? x : first * x;
        case CLIP: return clipped(x, first, second);
        case HARD_SIGMOID: return clipped(fmaf(first, x, second), 0.0f, 1.0f);
        case HARD_SWISH: return hardSwish(x);
        case SILU: return x * sigmoid(x);
        case GELU: return x * normal(x);
        case TANH_GELU: return x * tanhGate(x);
        case ELU: return second * (x > 0.0f ? x : first * expm1f(x));
        case CELU: return x > 0.0f ? x : first * expm1f(x / first);
        case SOFTPLUS: return softplus(x);
        case SOFTSIGN: return x / (1.0f + fabsf(x));
        case ERF: return erff(x);
        case RECIPROCAL: return 1.0f / x;
        case POWER: return powf(x, first);
        case FLOOR: return floorf(x);
        case CEIL: return ceilf(x);
        case ROUND: return rintf(x);
        case SIGN: return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x; // 0 or NaN
        default: return fmaf(first, x, second); // AFFINE
    }
}

// y = f(x) is given too.
__device__ __forceinline__ float unaryDerivative(int op, float x, float y, float first, float second) {
    switch (op) {
        case RELU: return x > 0.0f ? 1.0f : 0.0f;
        case TANH: return fmaf(-y, y, 1.0f);
        case SIGMOID: return y * (1.0f - y);
        case EXP: return y;
        case LOG: return 1.0f / x;
        case SQRT: return 1.0f / (2.0f * y);
        case SQUARE: return 2.0f * x;
        case ABS: return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x; // 0 or NaN
        case MISH: {
            float gate = mishGate(x);
            return fmaf(x, sigmoid(x) * fmaf(-gate, gate, 1.0f), gate);
        }
        case LEAKY_RELU: return x > 0.0f ? 1.0f : first;
        case CLIP: return first < x && x < second ? 1.0f : 0.0f;
        case HARD_SIGMOID: return 0.0f < y && y < 1.0f ? first : 0.0f;
        case HARD_SWISH: return x <= -3.0f ? 0.0f : x >= 3.0f ? 1.0f : fmaf(x, 1.0f / 3.0f, 0.5f);
        case SILU: {
            float gate = sigmoid(x);
            return fmaf(x * (1.0f - gate), gate, gate);
        }
        case GELU: return fmaf(x, 0.3989422804f * expf(-0.5f * x * x), normal(x)); // 1/√(2π)
        case TANH_GELU: return tanhGeluDerivative(x);
        case ELU: return x > 0.0f ? second : fmaf(first, second, y);
        case CELU: return x > 0.0f ? 1.0f : y / first + 1.0f;
        case SOFTPLUS: return sigmoid(x);
        case SOFTSIGN: {
            float root = 1.0f / (1.0f + fabsf(x));
            return root * root;
        }
        case ERF: return 1.1283791671f * expf(-x * x); // 2/√π
        case RECIPROCAL: return -y * y;
        case POWER: return first * powf(x, first - 1.0f);
        case FLOOR:
        case CEIL:
        case ROUND:
        case SIGN: return 0.0f;
        default: return first; // AFFINE
    }
}

// The smooth gate, sigmoid(κ(λ − x)), is 1 / (1 + 2^t); t = κ · log2(e) · (x − λ).
constexpr float LOG2_E = 1.44269504088896341f;

// By the units for special functions, off by a few units in the last place of t: a bounded ReLU computes it for every
// element, and the exact division alone takes as long as all the rest.
__device__ __forceinline__ float gateOf(float t) {
#ifdef FITACT_EMULATOR
    return 1.0f / (1.0f + exp2f(t));
#else
    float power, gate;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(power) : "f"(t));
    asm("rcp.approx.f32 %0, %1;" : "=f"(gate) : "f"(1.0f + power));
    return gate;
#endif
}

// The bounded ReLU; org.fitact.tensor.backend.BoundedRelu has the table. Everything but the choice of the policy is
// selection, because neighbouring threads would not take the same branch. NaN becomes 0.
__device__ __forceinline__ float zeroBeyond(float x, float bound) {
    return x > 0.0f && x <= bound ? x : 0.0f;
}
__device__ __forceinline__ float saturated(float x, float bound) {
    return x > 0.0f && bound > 0.0f ? fminf(x, bound) : 0.0f;
}
__device__ __forceinline__ float gated(float x, float bound, float kappa) {
    float gate = gateOf(kappa * LOG2_E * (x - bound));
    return x > 0.0f && gate > 0.0f ? x * gate : 0.0f; // not ∞ · 0
}
__device__ __forceinline__ float boundedFunction(int policy, float x, float bound, float kappa) {
    switch (policy) {
        case BOUND_ZERO: return zeroBeyond(x, bound);
        case BOUND_SATURATE: return saturated(x, bound);
        default: return gated(x, bound, kappa);
    }
}

// Down from here 2^t is less than half a unit in the last place of 1, so the gate is 1 to the bit.
constexpr float GATE_IS_ONE = -24.5f;

__device__ __forceinline__ bool isOpen(float x, float bound, float kappa) {
    return x <= 0.0f || kappa * LOG2_E * (x - bound) <= GATE_IS_ONE;
}
__device__ __forceinline__ bool isOpen(float4 x, float4 bound, float kappa) {
    return isOpen(x.x, bound.x, kappa) && isOpen(x.y, bound.y, kappa) && isOpen(x.z, bound.z, kappa) &&
           isOpen(x.w, bound.w, kappa);
}

// Four neighbours, by the very functions above. A warp whose values are all far below their bounds needs no gate.
__device__ __forceinline__ float4 boundedFour(int policy, float4 x, float4 bound, float kappa) {
    switch (policy) {
        case BOUND_ZERO:
            return make_float4(
                zeroBeyond(x.x, bound.x), zeroBeyond(x.y, bound.y), zeroBeyond(x.z, bound.z), zeroBeyond(x.w, bound.w));
        case BOUND_SATURATE:
            return make_float4(
                saturated(x.x, bound.x), saturated(x.y, bound.y), saturated(x.z, bound.z), saturated(x.w, bound.w));
        default:
            if (isOpen(x, bound, kappa)) return relu(x); // none is NaN
            return make_float4(
                gated(x.x, bound.x, kappa), gated(x.y, bound.y, kappa), gated(x.z, bound.z, kappa),
                gated(x.w, bound.w, kappa));
    }
}
