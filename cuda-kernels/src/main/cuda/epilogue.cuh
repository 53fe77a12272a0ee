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

    // `product` is the sum, `column` the output channel, `element` the index in the output.
    __device__ __forceinline__ float operator()(float product, int column, long long element) const {
        float x = product;
        if (bias != nullptr) x += bias[column];
        if (residual != nullptr) x += residual[element];
        if (activation == 0) return x;
        if (activation == RELU) return x <= 0.0f ? 0.0f : x; // NaN stays
        return boundedFunction(activation, x, bounds[modulo(element, period)], kappa);
    }
};

#define EPILOGUE_PARAMETERS                                                                              \
    const float *__restrict__ bias, const float *__restrict__ residual, const float *__restrict__ bounds, \
        int activation, int period, float kappa
#define EPILOGUE_OF_PARAMETERS {bias, residual, bounds, activation, period, kappa}
