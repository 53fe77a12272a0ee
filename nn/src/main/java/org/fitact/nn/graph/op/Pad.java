package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * Lengthens an axis at its ends (ONNX {@code Pad}), by a constant, by the place at the end, or by a reflection that does not
 * repeat that place: of {@code a b c} by two, {@code k k a b c k k}, {@code a a a b c c c} and {@code c b a b c b a}.
 *
 * @param axis the batch is not among them
 * @param before places that are added before the first
 * @param after places that are added behind the last
 * @param value that constant padding consists of
 */
public record Pad(int axis, int before, int after, Mode mode, float value) implements Movement {

    /** What padding consists of. */
    public enum Mode {
        CONSTANT,
        EDGE,
        REFLECT
    }

    public Pad {
        if (before < 0 || after < 0 || mode == null) {
            throw new IllegalArgumentException(mode + " padding by " + before + " and " + after);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = Along.requireAxis(inputs.getFirst(), axis);
        int extent = x.extent(axis);
        if (mode == Mode.REFLECT && Math.max(before, after) >= extent) {
            throw new IllegalArgumentException("reflects " + Math.max(before, after) + " of " + extent + " places");
        }
        return Along.resized(x, axis, Math.addExact(Math.addExact(before, extent), after));
    }

    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        Along x = Along.of(inputs.getFirst(), axis);
        int n = x.extent();
        Along y = x.with(before + n + after);
        List<StridedCopy> copies = new ArrayList<>(List.of(x.copy(0, 1, n, y, before)));
        switch (mode) {
            case CONSTANT -> {
                // The rest of the value is filled.
            }
            case EDGE -> {
                copies.add(x.copy(0, 0, before, y, 0));
                copies.add(x.copy(n - 1, 0, after, y, before + n));
            }
            case REFLECT -> {
                copies.add(x.copy(before, -1, before, y, 0));
                copies.add(x.copy(n - 2, -1, after, y, before + n));
            }
        }
        return List.of(copies.stream().filter(copy -> copy.elements() > 0).toList());
    }

    @Override
    public boolean hasRest() {
        return mode == Mode.CONSTANT;
    }

    @Override
    public float rest() {
        return value;
    }

    @Override
    public String label() {
        return "pad";
    }
}
