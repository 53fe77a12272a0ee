// What the kernels of convolution share.
#pragma once

#include "fitact.cuh"

// The record Conv2d, and the output's height and width.
struct ConvolutionShape {
    int batch, height, width, inChannels, outChannels, kernelHeight, kernelWidth, stride, padding, outHeight, outWidth;
};
