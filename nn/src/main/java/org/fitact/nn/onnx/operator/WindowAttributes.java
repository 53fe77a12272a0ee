package org.fitact.nn.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * What the attributes {@code strides}, {@code dilations}, {@code pads} and {@code auto_pad} of convolution and pooling say of
 * their window.
 */
final class WindowAttributes {

    /** How {@code auto_pad} is called that means {@code pads}; by {@code VALID} there are none. */
    private static final String EXPLICIT = "NOTSET";

    private static final String SAME_LOWER = "SAME_LOWER";
    static final List<String> WAYS = List.of(EXPLICIT, "VALID", "SAME_UPPER", SAME_LOWER);

    private WindowAttributes() {}

    /**
     * The window of a kernel over a map.
     *
     * @param kernel lines and columns
     * @param map lines and columns, on which padding depends by which the map keeps its size: as many outputs as
     *     {@code ⌈map/stride⌉}, what is odd of the padding at the end, or by {@code SAME_LOWER} at the beginning
     */
    static Window2d window(OnnxNode node, int[] kernel, int[] map) throws InvalidFileException {
        int[] strides = numbers(node, "strides");
        int[] dilations = numbers(node, "dilations");
        String way = node.text("auto_pad", EXPLICIT);
        node.requireText("auto_pad", WAYS);
        int[] pads = pads(node, way);
        Window1d[] sides = new Window1d[2];
        for (int d = 0; d < 2; d++) {
            Window1d side = new Window1d(kernel[d], strides[d], dilations[d], pads[d], pads[d + 2]);
            sides[d] = way.startsWith("SAME") ? same(side, map[d], way.equals(SAME_LOWER)) : side;
        }
        return new Window2d(sides[0], sides[1]);
    }

    /** Top, left, bottom, right. */
    static int[] pads(OnnxNode node, String way) throws InvalidFileException {
        int[] pads = node.sizes("pads", 4);
        if (pads == null) {
            return new int[4];
        }
        if (!way.equals(EXPLICIT) && Arrays.stream(pads).anyMatch(pad -> pad != 0)) {
            throw node.invalid("pads", Arrays.toString(pads), "0, since auto_pad is " + way);
        }
        return pads;
    }

    private static Window1d same(Window1d window, int inputs, boolean lower) {
        int outputs = Math.ceilDiv(inputs, window.stride());
        int total = Math.toIntExact(Math.max(0, (outputs - 1L) * window.stride() + window.span() - inputs));
        int before = lower ? total - total / 2 : total / 2;
        return new Window1d(window.kernel(), window.stride(), window.dilation(), before, total - before);
    }

    /** Two positive numbers; ones where the attribute is missing. */
    static int[] numbers(OnnxNode node, String name) throws InvalidFileException {
        int[] numbers = node.sizes(name, 2);
        if (numbers == null) {
            return new int[] {1, 1};
        }
        if (numbers[0] == 0 || numbers[1] == 0) {
            throw node.invalid(name, Arrays.toString(numbers), "positive");
        }
        return numbers;
    }
}
