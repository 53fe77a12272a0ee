// What the kernels of convolution share.
#pragma once

#include "fitact.cuh"

// Of the record Window1d, all that is needed beside the number of outputs: tap k of output o is on input
// o · stride − before + k · dilation.
struct Window1d {
    int kernel, stride, dilation, before;
    __device__ __forceinline__ int input(int output, int tap) const { return output * stride - before + tap * dilation; }
    // The output whose tap is on an input, or −1.
    __device__ __forceinline__ int output(int input, int tap, int outputs) const {
        int distance = input + before - tap * dilation;
        return distance >= 0 && distance % stride == 0 && distance / stride < outputs ? distance / stride : -1;
    }
};

// The record Conv2d, and the output's height and width.
struct ConvolutionShape {
    int batch, height, width, inChannels, outChannels, groups;
    Window1d down, across;
    int outHeight, outWidth;
    __device__ __forceinline__ int taps() const { return down.kernel * across.kernel; }
    __device__ __forceinline__ int inPerGroup() const { return inChannels / groups; }
    __device__ __forceinline__ int outPerGroup() const { return outChannels / groups; }
};
