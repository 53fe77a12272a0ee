package org.fitact.tensor.backend.simd;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.simd.Run.Place;

/**
 * The runs of a convolution. The taps of one line of the kernel read neighbouring pixels, and channels are innermost, so
 * they are one step of {@code taps · inChannels} terms; the order of a sum is (ky, kx, i).
 */
final class ForwardRuns {

    private ForwardRuns() {}

    static List<Run> of(Conv2d shape) {
        List<Run> runs = new ArrayList<>();
        for (int oy = 0; oy < shape.outHeight(); oy++) {
            for (int ox = 0; ox < shape.outWidth(); ) {
                int end = ox + 1;
                while (end < shape.outWidth()
                        && first(shape, end) == first(shape, ox)
                        && last(shape, end) == last(shape, ox)) {
                    end++;
                }
                runs.add(run(shape, oy, ox, end - ox));
                ox = end;
            }
        }
        return runs;
    }

    /** First column of the kernel that lies inside the input. */
    private static int first(Conv2d shape, int ox) {
        return Math.max(0, shape.padding() - ox * shape.stride());
    }

    /** One more than the last column of the kernel that lies inside the input. */
    private static int last(Conv2d shape, int ox) {
        return Math.min(shape.kernelWidth(), shape.width() + shape.padding() - ox * shape.stride());
    }

    private static Run run(Conv2d shape, int oy, int ox, int length) {
        int channels = shape.inChannels();
        int kx = first(shape, ox);
        int terms = (last(shape, ox) - kx) * channels;
        List<int[]> steps = new ArrayList<>();
        for (int ky = 0; ky < shape.kernelHeight() && terms > 0; ky++) {
            int iy = oy * shape.stride() + ky - shape.padding();
            if (iy >= 0 && iy < shape.height()) {
                int ix = ox * shape.stride() + kx - shape.padding();
                int weight = (ky * shape.kernelWidth() + kx) * channels;
                steps.add(new int[] {(iy * shape.width() + ix) * channels, weight, terms});
            }
        }
        int image = shape.height() * shape.width() * channels;
        int outputs = shape.outChannels();
        Place output = new Place(
                (oy * shape.outWidth() + ox) * outputs, outputs, shape.outHeight() * shape.outWidth() * outputs);
        return Run.of(length, shape.batch(), new Place(0, shape.stride() * channels, image), output, steps);
    }
}
