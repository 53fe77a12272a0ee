package org.fitact.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionGroupCount;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptor;
import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;
import static jcuda.jcudnn.cudnnMathType.CUDNN_FMA_MATH;
import static jcuda.jcudnn.cudnnTensorFormat.CUDNN_TENSOR_NHWC;
import static org.fitact.cuda.CudnnConv2d.check;

import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/** A convolution as cuDNN knows it: maps {@code [n, h, w, c]}, weight {@code [out, kh, kw, in]}, no tensor cores. */
record CudnnDescriptors(
        cudnnTensorDescriptor input,
        cudnnFilterDescriptor weight,
        cudnnConvolutionDescriptor convolution,
        cudnnTensorDescriptor output)
        implements AutoCloseable {

    static CudnnDescriptors of(Conv2d shape) {
        CudnnDescriptors all = new CudnnDescriptors(
                new cudnnTensorDescriptor(),
                new cudnnFilterDescriptor(),
                new cudnnConvolutionDescriptor(),
                new cudnnTensorDescriptor());
        check(cudnnCreateTensorDescriptor(all.input), shape);
        check(cudnnCreateFilterDescriptor(all.weight), shape);
        check(cudnnCreateConvolutionDescriptor(all.convolution), shape);
        check(cudnnCreateTensorDescriptor(all.output), shape);
        all.describe(shape);
        return all;
    }

    private void describe(Conv2d shape) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        map(input, shape, shape.inChannels(), shape.height(), shape.width());
        map(output, shape, shape.outChannels(), shape.outHeight(), shape.outWidth());
        check(
                cudnnSetFilter4dDescriptor(
                        weight,
                        CUDNN_DATA_FLOAT,
                        CUDNN_TENSOR_NHWC,
                        shape.outChannels(),
                        shape.inPerGroup(),
                        shape.kernelHeight(),
                        shape.kernelWidth()),
                shape);
        check(
                cudnnSetConvolution2dDescriptor(
                        convolution,
                        down.before(),
                        across.before(),
                        down.stride(),
                        across.stride(),
                        down.dilation(),
                        across.dilation(),
                        CUDNN_CROSS_CORRELATION,
                        CUDNN_DATA_FLOAT),
                shape);
        check(cudnnSetConvolutionGroupCount(convolution, shape.groups()), shape);
        check(cudnnSetConvolutionMathType(convolution, CUDNN_FMA_MATH), shape);
    }

    private static void map(cudnnTensorDescriptor map, Conv2d shape, int channels, int height, int width) {
        check(
                cudnnSetTensor4dDescriptor(
                        map, CUDNN_TENSOR_NHWC, CUDNN_DATA_FLOAT, shape.batch(), channels, height, width),
                shape);
    }

    @Override
    public void close() {
        check(cudnnDestroyTensorDescriptor(input), "freeing a descriptor");
        check(cudnnDestroyFilterDescriptor(weight), "freeing a descriptor");
        check(cudnnDestroyConvolutionDescriptor(convolution), "freeing a descriptor");
        check(cudnnDestroyTensorDescriptor(output), "freeing a descriptor");
    }
}
