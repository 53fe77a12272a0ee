package org.fitact.nn.onnx.operator;

import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pad;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Slice;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * {@code ConvTranspose} as what it is the same as: a convolution with stride 1 and the kernel turned round, of a map between
 * whose pixels there are {@code stride − 1} zeros. The padding of the one is what the other lacks to {@code (kernel −
 * 1)·dilation}.
 */
record TransposedConvolution(GraphAssembly assembly, OnnxNode node) {

    /** One dimension: {@code pads} less than 0 add to the output, as {@code output_padding} does at its end. */
    private record Side(int kernel, int stride, int dilation, int before, int after) {

        /** What is added before the first pixel, or taken away. */
        int paddingBefore() {
            return (kernel - 1) * dilation - before;
        }

        int paddingAfter() {
            return (kernel - 1) * dilation - after;
        }

        Window1d window() {
            return new Window1d(kernel, 1, dilation, Math.max(0, paddingBefore()), Math.max(0, paddingAfter()));
        }
    }

    /** The map that the convolution reads, and its window. */
    record Form(Operand.Feature map, Window2d window) {}

    Form of(Operand.Feature x, int[] kernel) throws InvalidFileException {
        Side down = side(0, kernel[0], x.shape().extent(0));
        Side across = side(1, kernel[1], x.shape().extent(1));
        Operand.Feature spread = spread(x, down.stride, across.stride);
        spread = cut(spread, 0, x.shape().extent(0), down);
        spread = cut(spread, 1, x.shape().extent(1), across);
        return new Form(spread, new Window2d(down.window(), across.window()));
    }

    private Side side(int d, int kernel, int inputs) throws InvalidFileException {
        int stride = positive("strides", d);
        int dilation = positive("dilations", d);
        int[] more = node.sizes("output_padding", 2);
        int added = more == null ? 0 : more[d];
        int[] stated = node.sizes("output_shape", 2);
        String way = node.text("auto_pad", "NOTSET");
        node.requireText("auto_pad", WindowAttributes.WAYS);
        int whole = (inputs - 1) * stride + (kernel - 1) * dilation + 1 + added;
        if (stated == null && !way.startsWith("SAME")) {
            int[] pads = WindowAttributes.pads(node, way);
            return new Side(kernel, stride, dilation, pads[d], pads[d + 2] - added);
        }
        int total = whole - (stated == null ? inputs * stride : stated[d]);
        int half = Math.floorDiv(total, 2);
        boolean upper = way.equals("SAME_UPPER");
        int before = upper ? half : total - half;
        return new Side(kernel, stride, dilation, before, total - before - added);
    }

    private int positive(String name, int d) throws InvalidFileException {
        return WindowAttributes.numbers(node, name)[d];
    }

    /** Zeros behind every pixel. */
    private Operand.Feature spread(Operand.Feature x, int down, int across) {
        if (down == 1 && across == 1) {
            return x;
        }
        int height = x.shape().extent(0);
        int width = x.shape().extent(1);
        int channels = x.shape().extent(2);
        Operand.Feature apart = plain(new Reshape(List.of(height, 1, width, 1, channels)), 5, x);
        apart = plain(new Pad(1, 0, down - 1, Pad.Mode.CONSTANT, 0), 5, apart);
        apart = plain(new Pad(3, 0, across - 1, Pad.Mode.CONSTANT, 0), 5, apart);
        return plain(new Reshape(List.of(height * down, width * across, channels)), 3, apart);
    }

    /** Without the zeros behind the last pixel, and without what negative padding takes away. */
    private Operand.Feature cut(Operand.Feature x, int axis, int inputs, Side side) {
        int start = Math.max(0, -side.paddingBefore());
        int end = (inputs - 1) * side.stride + 1 - Math.max(0, -side.paddingAfter());
        return start == 0 && end == x.shape().extent(axis) ? x : plain(new Slice(axis, start, 1, end - start), 3, x);
    }

    private Operand.Feature plain(Op op, int rank, Operand.Feature x) {
        Layout layout = rank == 3 ? Layout.map(x.hasImages()) : Layout.inOrder(x.hasImages(), rank);
        return assembly.plain(node.proto(), op, layout, x);
    }

    /** {@code [in, out/groups, kh, kw]} as {@code [out, in/groups, kh, kw]}, both sides of the kernel turned round. */
    static StoredTensor reversed(StoredTensor weight, int groups) {
        int[] shape = weight.shape();
        int in = shape[0] / groups;
        int out = shape[1];
        int taps = shape[2] * shape[3];
        float[] from = weight.floats();
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            int tap = i % taps;
            int input = i / taps % in;
            int output = i / taps / in;
            int source = (output / out * in + input) * out + output % out;
            to[i] = from[source * taps + taps - 1 - tap];
        }
        return StoredTensor.of(new int[] {out * groups, in, shape[2], shape[3]}, to);
    }
}
