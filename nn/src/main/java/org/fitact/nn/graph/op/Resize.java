package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Lengthens or shortens the last axis by interpolation (ONNX {@code Resize} of mode linear or cubic):
 * {@code y[…, o] = Σ_i x[…, i]·w[i, o]}, where w is 0 but for the two or four places around the coordinate of o. Places beyond an end
 * are the one at the end. To the nearest place, a resize is a {@link Gather}.
 *
 * @param to extent of the result
 * @param scale by which coordinates are divided, about {@code to} over the extent of x
 * @param cubic whether by four places (Keys, 1981) rather than two
 * @param steepness a of the cubic, −0.75 in PyTorch; of no meaning for the linear
 * @param excludesOutside whether places beyond an end count nothing, and the others the more
 */
public record Resize(
        int to, double scale, Coordinates coordinates, boolean cubic, float steepness, boolean excludesOutside)
        implements Op {

    /** Which coordinate of x a place of the result has, as ONNX calls it. */
    public enum Coordinates {
        HALF_PIXEL,
        ASYMMETRIC,
        ALIGN_CORNERS,
        PYTORCH_HALF_PIXEL,
        HALF_PIXEL_SYMMETRIC;

        /** The coordinate of a place. @param from extent of x */
        public double of(int place, int from, int to, double scale) {
            return switch (this) {
                case ASYMMETRIC -> place / scale;
                case ALIGN_CORNERS -> to == 1 ? 0 : place * (from - 1.0) / (to - 1);
                case PYTORCH_HALF_PIXEL -> to == 1 ? 0 : (place + 0.5) / scale - 0.5;
                case HALF_PIXEL_SYMMETRIC -> from / 2.0 * (1 - to / (scale * from)) + (place + 0.5) / scale - 0.5;
                case HALF_PIXEL -> (place + 0.5) / scale - 0.5;
            };
        }
    }

    public Resize {
        if (to < 1 || !(scale > 0) || coordinates == null || !Float.isFinite(steepness)) {
            throw new IllegalArgumentException("resizes to " + to + " by " + scale);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = inputs.getFirst();
        return Along.resized(x, x.rank() - 1, to);
    }

    /** w, {@code [from, to]}. */
    @JsonIgnore
    public float[] weights(int from) {
        float[] weights = new float[Math.multiplyExact(from, to)];
        for (int o = 0; o < to; o++) {
            double x = coordinates.of(o, from, to, scale);
            int first = (int) Math.floor(x) - (cubic ? 1 : 0);
            int count = cubic ? 4 : 2;
            double sum = 0;
            for (int i = first; i < first + count; i++) {
                sum += counts(i, from) ? weight(x - i) : 0;
            }
            for (int i = first; i < first + count; i++) {
                if (counts(i, from)) {
                    weights[Math.clamp(i, 0, from - 1) * to + o] += (float) (weight(x - i) / sum);
                }
            }
        }
        return weights;
    }

    private boolean counts(int place, int from) {
        return !excludesOutside || place >= 0 && place < from;
    }

    private double weight(double distance) {
        double d = Math.abs(distance);
        if (!cubic) {
            return Math.max(0, 1 - d);
        }
        double a = steepness;
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    @Override
    public String label() {
        return "resize";
    }
}
