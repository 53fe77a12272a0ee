// One update of a parameter by its gradient; org.fitact.tensor.backend.OptimiserStep has the formulas.
#include "fitact.cuh"

extern "C" __global__ void sgd(
    long long n, float rate, float momentum, int nesterov, float weightDecay, const float* __restrict__ gradient,
    float* __restrict__ velocity, float* __restrict__ parameter) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        float g = fmaf(weightDecay, parameter[i], gradient[i]);
        float v = fmaf(momentum, velocity[i], g);
        velocity[i] = v;
        parameter[i] = fmaf(-rate, nesterov ? fmaf(momentum, v, g) : v, parameter[i]);
    }
}

// The biases are 1 − β^t; what is not of the element is computed once, in double, on the host.
extern "C" __global__ void adam(
    long long n, float rate, float beta1, float rest1, float beta2, float rest2, float epsilon, float weightDecay,
    float meanBias, float varianceBias, const float* __restrict__ gradient, float* __restrict__ mean,
    float* __restrict__ variance, float* __restrict__ parameter) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        float g = fmaf(weightDecay, parameter[i], gradient[i]);
        float m = fmaf(beta1, mean[i], rest1 * g);
        float v = fmaf(beta2, variance[i], rest2 * g * g);
        mean[i] = m;
        variance[i] = v;
        float update = m / meanBias / (sqrtf(v / varianceBias) + epsilon);
        parameter[i] = fmaf(-rate, update, parameter[i]);
    }
}
