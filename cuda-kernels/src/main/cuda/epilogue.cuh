// What is done to an element of a product while it is in a register: bias, residual, and a ReLU or a bounded ReLU. Other
// activations are a launch of their own: they would be in the code once for each register, and a driver would compile
// that for a minute. A kernel takes the members as its last parameters, in this order (Epilogues.java lists them), and
// builds the struct.
#pragma once

#include "functions.cuh"

struct EpilogueOf {
    const float* bias; // [columns] or null
    const float* residual; // as the output, or null
    const float* bounds; // [period] or null
    int activation; // 0, RELU or a PolicyCode
    int period; // the bound of an element is bounds[modulo(element, period)]
    float kappa;

    // What four neighbours need from memory beside their sums; they begin at a multiple of four. Where there is nothing, it
    // is −0, which changes no number that it is added to.
    struct Operands {
        float4 residual, bound;
    };
    static __device__ __forceinline__ float4 nothing() { return make_float4(-0.0f, -0.0f, -0.0f, -0.0f); }
    __device__ __forceinline__ float4 biasOf(int column) const { return bias != nullptr ? fourAt(bias + column) : nothing(); }
    __device__ __forceinline__ float4 residualOf(long long element) const {
        return residual != nullptr ? fourAt(residual + element) : nothing();
    }
    __device__ __forceinline__ bool hasBounds() const { return activation >= BOUND_ZERO; }
    __device__ __forceinline__ float4 boundsOf(long long element) const {
        if (period == 1) return make_float4(bounds[0], bounds[0], bounds[0], bounds[0]);
        if (period % 4 == 0) return fourAt(bounds + modulo(element, period));
        return make_float4(
            bounds[modulo(element, period)], bounds[modulo(element + 1, period)], bounds[modulo(element + 2, period)],
            bounds[modulo(element + 3, period)]);
    }
    __device__ __forceinline__ float4 operator()(float4 products, float4 biases, const Operands& with) const {
        float4 x = sum(sum(products, biases), with.residual);
        if (activation == 0) return x;
        return activation == RELU ? relu(x) : boundedFour(activation, x, with.bound, kappa);
    }

    // One element: `product` is the sum, `column` the output channel, `element` the index in the output.
    __device__ __forceinline__ float operator()(float product, int column, long long element) const {
        float x = product;
        if (bias != nullptr) x += bias[column];
        if (residual != nullptr) x += residual[element];
        if (activation == 0) return x;
        if (activation == RELU) return relu(x);
        return boundedFunction(activation, x, bounds[modulo(element, period)], kappa);
    }
};

#define EPILOGUE_PARAMETERS                                                                              \
    const float *__restrict__ bias, const float *__restrict__ residual, const float *__restrict__ bounds, \
        int activation, int period, float kappa
#define EPILOGUE_OF_PARAMETERS {bias, residual, bounds, activation, period, kappa}
