package org.fitact.tensor.backend.simd.product;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * The output pixels for which one tap of a kernel lies inside the input: a rectangle, the same in every image.
 *
 * @param shape of the convolution
 * @param pitch elements from one input pixel to the next
 * @param ky line of the input under the tap of output 0, which may be padding
 * @param kx its column
 * @param top first line of the rectangle
 * @param left first column
 * @param height lines
 * @param width columns
 */
record TapArea(Conv2d shape, int pitch, int ky, int kx, int top, int left, int height, int width) {

    static TapArea of(Conv2d shape, int pitch, int tap) {
        Window1d down = shape.window().vertical();
        Window1d across = shape.window().horizontal();
        int ky = down.input(0, tap / shape.kernelWidth());
        int kx = across.input(0, tap % shape.kernelWidth());
        int top = first(ky, down.stride());
        int left = first(kx, across.stride());
        int bottom = end(ky, shape.height(), shape.outHeight(), down.stride());
        int right = end(kx, shape.width(), shape.outWidth(), across.stride());
        return new TapArea(shape, pitch, ky, kx, top, left, Math.max(0, bottom - top), Math.max(0, right - left));
    }

    /** The smallest o of at least 0 with {@code o·stride + k ≥ 0}. */
    private static int first(int k, int stride) {
        return k >= 0 ? 0 : (-k + stride - 1) / stride;
    }

    /** One more than the largest o below {@code outputs} with {@code o·stride + k < inputs}. */
    private static int end(int k, int inputs, int outputs, int stride) {
        return Math.min(outputs, Math.floorDiv(inputs - 1 - k, stride) + 1);
    }

    int pixels() {
        return shape.batch() * height * width;
    }

    /**
     * Where some of the pixels lie.
     *
     * @param first number of the first pixel, counted within the rectangles
     * @param inputs offset of the input pixel under the tap; modified
     * @param outputs number of the output pixel, counted in the whole output; modified
     */
    void locate(int first, int count, int[] inputs, int[] outputs) {
        int column = first % width;
        int line = first / width % height;
        int image = first / width / height;
        for (int i = 0; i < count; i++) {
            int oy = top + line;
            int ox = left + column;
            int iy = oy * shape.window().vertical().stride() + ky;
            int ix = ox * shape.window().horizontal().stride() + kx;
            inputs[i] = ((image * shape.height() + iy) * shape.width() + ix) * pitch;
            outputs[i] = (image * shape.outHeight() + oy) * shape.outWidth() + ox;
            if (++column == width) {
                column = 0;
                if (++line == height) {
                    line = 0;
                    image++;
                }
            }
        }
    }
}
