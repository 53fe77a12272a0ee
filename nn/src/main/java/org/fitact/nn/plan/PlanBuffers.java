package org.fitact.nn.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.BufferGroup;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * The memory of a plan's values. A value's buffer is used again for a later one as soon as the last step that reads it
 * has run, so a plan needs about as much as its two or three largest feature maps.
 */
final class PlanBuffers {

    private final List<Buffer> buffers = new ArrayList<>();
    private final int[] bufferOfValue;
    private final long elements;

    /** @param memory that owns the buffers */
    PlanBuffers(BufferGroup memory, Steps steps, int batch) {
        bufferOfValue = new int[steps.count() + 1];
        int[] lastUse = lastUses(steps);
        List<Integer> sizes = new ArrayList<>();
        Deque<Integer> free = new ArrayDeque<>();
        for (int s = 0; s < steps.count(); s++) {
            int replaced = replaced(steps, s, lastUse);
            int slot = replaced > 0 ? bufferOfValue[replaced] : free.isEmpty() ? sizes.size() : free.pop();
            if (slot == sizes.size()) {
                sizes.add(0);
            }
            sizes.set(slot, Math.max(sizes.get(slot), steps.outputElements(s)));
            bufferOfValue[s + 1] = slot;
            int step = s;
            Arrays.stream(steps.inputs(s))
                    .filter(value -> value > 0 && lastUse[value] == step && value != replaced)
                    .sorted()
                    .distinct()
                    .forEach(value -> free.push(bufferOfValue[value]));
        }
        long sum = 0;
        for (int size : sizes) {
            buffers.add(memory.allocate(DType.FLOAT32, Math.multiplyExact(size, batch)));
            sum += (long) size * batch;
        }
        elements = sum;
    }

    /**
     * The value that a step may write its own over, since it goes through both element by element and nobody reads it later; 0
     * for none. So a sum, a scale of channels or an activation needs no further memory, and meets a cache that holds it.
     */
    private static int replaced(Steps steps, int step, int[] lastUse) {
        int[] inputs = steps.inputs(step);
        if (inputs.length == 0 || inputs[0] == 0 || lastUse[inputs[0]] != step) {
            return 0;
        }
        boolean elementwise = switch (steps.node(step).op()) {
            case Activation _, Elementary _, Bound _ -> true;
            case Add _ -> inputs[0] != inputs[1] && replacesFirst(steps, step, BinaryOp.ADD);
            case Binary binary -> inputs[0] != inputs[1] && replacesFirst(steps, step, binary.function());
            default -> false;
        };
        return elementwise ? inputs[0] : 0;
    }

    private static boolean replacesFirst(Steps steps, int step, BinaryOp function) {
        List<Shape> shapes = steps.graph().inputShapes(steps.node(step));
        return ArithmeticKernels.pairs(function, shapes)
                .apply(2)
                .mayReplaceFirst(); // of several images: of one there is more
    }

    /** Index of the last step that reads each value; the result is read by the caller, after all steps. */
    private static int[] lastUses(Steps steps) {
        int[] lastUse = new int[steps.count() + 1];
        for (int s = 0; s < steps.count(); s++) {
            for (int input : steps.inputs(s)) {
                lastUse[input] = s;
            }
        }
        lastUse[steps.result()] = steps.count();
        return lastUse;
    }

    /** Buffer of a value other than the images. */
    Buffer of(int value) {
        return buffers.get(bufferOfValue[value]);
    }

    long bytes() {
        return elements * Float.BYTES;
    }
}
