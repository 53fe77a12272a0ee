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

    // What an element needs from memory beside its sum; for four neighbours, which begin at a multiple of four.
    struct Operands {
        float4 residual, bound;
    };
    __device__ __forceinline__ Operands operands(long long element) const {
        float4 none = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
        return {residual != nullptr ? fourAt(residual + element) : none, activation >= BOUND_ZERO ? boundsOf(element) : none};
    }
    __device__ __forceinline__ float4 boundsOf(long long element) const {
        if (period == 1) return make_float4(bounds[0], bounds[0], bounds[0], bounds[0]);
        if (period % 4 == 0) return fourAt(bounds + modulo(element, period));
        return make_float4(
            bounds[modulo(element, period)], bounds[modulo(element + 1, period)], bounds[modulo(element + 2, period)],
            bounds[modulo(element + 3, period)]);
    }
    __device__ __forceinline__ float4 operator()(float4 product, int column, const Operands& with) const {
        float4 x = product;
        if (bias != nullptr) x = sum(x, fourAt(bias + column));
        if (residual != nullptr) x = sum(x, with.residual);
        if (activation == 0) return x;
        if (activation == RELU) {
            return make_float4(
                unaryFunction(RELU, x.x, 0.0f, 0.0f), unaryFunction(RELU, x.y, 0.0f, 0.0f),
                unaryFunction(RELU, x.z, 0.0f, 0.0f), unaryFunction(RELU, x.w, 0.0f, 0.0f));
        }
        return boundedFour(activation, x, with.bound, kappa);
    }

    // `product` is the sum, `column` the output channel, `element` the index in the output.
    __device__ __forceinline__ float operator()(float product, int column, long long element) const {
        float x = product;
        if (bias != nullptr) x += bias[column];
        if (residual != nullptr) x += residual[element];
        if (activation == 0) return x;
        if (activation == RELU) return unaryFunction(RELU, x, 0.0f, 0.0f);
        return boundedFunction(activation, x, bounds[modulo(element, period)], kappa);
    }
};

#define EPILOGUE_PARAMETERS                                                                              \
    const float *__restrict__ bias, const float *__restrict__ residual, const float *__restrict__ bounds, \
        int activation, int period, float kappa
#define EPILOGUE_OF_PARAMETERS {bias, residual, bounds, activation, period, kappa}
