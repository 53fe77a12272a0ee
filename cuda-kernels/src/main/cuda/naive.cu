// Matrix product and convolution, a thread for each element of the result, summed in the order of the definition. Plain
// on purpose: the control that the tiled kernels are compared with.
#include "grouped.cuh"

extern "C" __global__ void naiveGemm(
    int m, int n, int k, int transposeA, int transposeB, int accumulate, const float* __restrict__ a,
    const float* __restrict__ b, float* __restrict__ c, EPILOGUE_PARAMETERS) {
    EpilogueOf epilogue = EPILOGUE_OF_PARAMETERS;
    long long element = globalIndex();
    if (element >= (long long)m * n) return;
    int i = (int)(element / n), j = (int)(element % n);
    float sum = 0.0f;
    for (int p = 0; p < k; p++) {
        float left = transposeA ? a[(long long)p * m + i] : a[(long long)i * k + p];
        float right = transposeB ? b[(long long)j * k + p] : b[(long long)p * n + j];
        sum = fmaf(left, right, sum);
    }
    if (accumulate) sum += c[element];
    c[element] = epilogue(sum, j, element);
}

extern "C" __global__ void naiveConvolution(
    ConvolutionShape s, const float* __restrict__ x, const float* __restrict__ w, float* __restrict__ y,
    EPILOGUE_PARAMETERS) {
    EpilogueOf epilogue = EPILOGUE_OF_PARAMETERS;
    long long element = globalIndex();
    if (element >= (long long)s.batch * s.outHeight * s.outWidth * s.outChannels) return;
    int o = (int)(element % s.outChannels);
    long long pixel = element / s.outChannels;
    int ox = (int)(pixel % s.outWidth), oy = (int)(pixel / s.outWidth % s.outHeight);
    long long image = pixel / s.outWidth / s.outHeight;
    int inputs = s.inPerGroup(), first = o / s.outPerGroup() * inputs;
    float sum = 0.0f;
    for (int ky = 0; ky < s.down.kernel; ky++) {
        int iy = s.down.input(oy, ky);
        for (int kx = 0; kx < s.across.kernel; kx++) {
            int ix = s.across.input(ox, kx);
            if (iy < 0 || iy >= s.height || ix < 0 || ix >= s.width) continue;
            const float* from = x + ((image * s.height + iy) * s.width + ix) * s.inChannels + first;
            const float* weight = w + (long long)(ky * s.across.kernel + kx) * inputs * s.outChannels + o;
            for (int i = 0; i < inputs; i++) sum = fmaf(from[i], weight[(long long)i * s.outChannels], sum);
        }
    }
    y[element] = epilogue(sum, o, element);
}

extern "C" __global__ void naiveConvolutionGradInput(
    ConvolutionShape s, const float* __restrict__ gy, const float* __restrict__ w, float* __restrict__ gx) {
    groupedGradInput(s, gy, w, gx);
}

extern "C" __global__ void naiveConvolutionGradWeight(
    ConvolutionShape s, const float* __restrict__ x, const float* __restrict__ gy, float* __restrict__ gw) {
    groupedGradWeight(s, s.batch * s.outHeight * s.outWidth, x, gy, gw);
}
