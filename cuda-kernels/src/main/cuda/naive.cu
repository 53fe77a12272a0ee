// Matrix product and convolution, a thread for each element of the result, summed in the order of the definition. Plain
// on purpose: the control that the tiled kernels are compared with.
#include "conv2dshape.cuh"
#include "epilogue.cuh"

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
    float sum = 0.0f;
    for (int ky = 0; ky < s.kernelHeight; ky++) {
        int iy = oy * s.stride + ky - s.padding;
        for (int kx = 0; kx < s.kernelWidth; kx++) {
            int ix = ox * s.stride + kx - s.padding;
            if (iy < 0 || iy >= s.height || ix < 0 || ix >= s.width) continue;
            const float* from = x + ((image * s.height + iy) * s.width + ix) * s.inChannels;
            const float* weight = w + (long long)(ky * s.kernelWidth + kx) * s.inChannels * s.outChannels + o;
            for (int i = 0; i < s.inChannels; i++) sum = fmaf(from[i], weight[(long long)i * s.outChannels], sum);
        }
    }
    y[element] = epilogue(sum, o, element);
}

extern "C" __global__ void naiveConvolutionGradInput(
    ConvolutionShape s, const float* __restrict__ gy, const float* __restrict__ w, float* __restrict__ gx) {
    long long element = globalIndex();
    if (element >= (long long)s.batch * s.height * s.width * s.inChannels) return;
    int i = (int)(element % s.inChannels);
    long long pixel = element / s.inChannels;
    int ix = (int)(pixel % s.width), iy = (int)(pixel / s.width % s.height);
    long long image = pixel / s.width / s.height;
    float sum = 0.0f;
    for (int ky = 0; ky < s.kernelHeight; ky++) {
        int down = iy + s.padding - ky; // oy · stride
        for (int kx = 0; kx < s.kernelWidth; kx++) {
            int right = ix + s.padding - kx;
            if (down < 0 || down % s.stride != 0 || down / s.stride >= s.outHeight) continue;
            if (right < 0 || right % s.stride != 0 || right / s.stride >= s.outWidth) continue;
            const float* from =
                gy + ((image * s.outHeight + down / s.stride) * s.outWidth + right / s.stride) * s.outChannels;
            const float* weight = w + ((long long)(ky * s.kernelWidth + kx) * s.inChannels + i) * s.outChannels;
            for (int o = 0; o < s.outChannels; o++) sum = fmaf(from[o], weight[o], sum);
        }
    }
    gx[element] = sum;
}

extern "C" __global__ void naiveConvolutionGradWeight(
    ConvolutionShape s, const float* __restrict__ x, const float* __restrict__ gy, float* __restrict__ gw) {
    long long element = globalIndex();
    if (element >= (long long)s.kernelHeight * s.kernelWidth * s.inChannels * s.outChannels) return;
    int o = (int)(element % s.outChannels), i = (int)(element / s.outChannels % s.inChannels);
    int tap = (int)(element / s.outChannels / s.inChannels);
    int ky = tap / s.kernelWidth, kx = tap % s.kernelWidth;
    float sum = 0.0f;
    for (int image = 0; image < s.batch; image++) {
        for (int oy = 0; oy < s.outHeight; oy++) {
            int iy = oy * s.stride + ky - s.padding;
            if (iy < 0 || iy >= s.height) continue;
            for (int ox = 0; ox < s.outWidth; ox++) {
                int ix = ox * s.stride + kx - s.padding;
                if (ix < 0 || ix >= s.width) continue;
                float pixel = x[(((long long)image * s.height + iy) * s.width + ix) * s.inChannels + i];
                float upstream = gy[(((long long)image * s.outHeight + oy) * s.outWidth + ox) * s.outChannels + o];
                sum = fmaf(pixel, upstream, sum);
            }
        }
    }
    gw[element] = sum;
}
