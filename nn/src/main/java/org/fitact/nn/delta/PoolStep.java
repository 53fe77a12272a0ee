package org.fitact.nn.delta;

import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;

/** A pooling: the windows in which something differs are looked at anew. */
final class PoolStep extends Step {

    private final Pool2d shape;
    private final Marks windows;

    PoolStep(Plan plan, Node node, Pool2d shape, Value input, Value output) {
        super(plan, node, List.of(input), output);
        this.shape = shape;
        this.windows = new Marks(output.elements());
    }

    @Override
    void update() {
        int[] changed = input().changed();
        for (int i = 0; i < input().count(); i++) {
            mark(changed[i]);
        }
        windows.forEachAndClear(window -> output().set(window, pooled(window)));
    }

    private void mark(int element) {
        int channel = element % shape.channels();
        int pixel = element / shape.channels();
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        for (int ky = 0; ky < vertical.kernel(); ky++) {
            int oy = Taps.output(vertical, pixel / shape.width(), ky, shape.outHeight());
            for (int kx = 0; oy >= 0 && kx < horizontal.kernel(); kx++) {
                int ox = Taps.output(horizontal, pixel % shape.width(), kx, shape.outWidth());
                if (ox >= 0) {
                    windows.add((oy * shape.outWidth() + ox) * shape.channels() + channel);
                }
            }
        }
    }

    private float pooled(int window) {
        int channel = window % shape.channels();
        int ox = window / shape.channels() % shape.outWidth();
        int oy = window / shape.channels() / shape.outWidth();
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        boolean isMax = shape.kind() == Pool2d.Kind.MAX;
        float[] x = input().now();
        float largest = Float.NEGATIVE_INFINITY;
        double sum = 0;
        for (int ky = vertical.firstTap(oy); ky < vertical.endTap(oy, shape.height()); ky++) {
            int row = vertical.input(oy, ky) * shape.width();
            for (int kx = horizontal.firstTap(ox); kx < horizontal.endTap(ox, shape.width()); kx++) {
                float element = x[(row + horizontal.input(ox, kx)) * shape.channels() + channel];
                if (isMax) {
                    largest = Math.max(largest, element);
                } else {
                    sum += element;
                }
            }
        }
        return isMax ? largest : (float) (sum / shape.divisor(oy, ox));
    }
}
