package org.fitact.nn.graph.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * How a window moves, as JSON has it: one {@code stride} and one {@code padding}; or, where these do not say all, {@code
 * strides} and {@code dilations} (down, across) and {@code pads} (top, left, bottom, right) in their place, in the order of
 * ONNX. Of the fields that do not stand there it has null.
 */
record WindowForm(Integer stride, Integer padding, List<Integer> strides, List<Integer> dilations, List<Integer> pads) {

    WindowForm {
        boolean uniform = stride != null && padding != null && strides == null && dilations == null && pads == null;
        boolean general = stride == null && padding == null && has(strides, 2) && has(dilations, 2) && has(pads, 4);
        if (!uniform && !general) {
            throw new IllegalArgumentException("a window by stride " + stride + ", padding " + padding + ", strides "
                    + strides + ", dilations " + dilations + ", pads " + pads
                    + "; expected a stride and a padding, or two strides, two dilations and four pads");
        }
    }

    private static boolean has(List<Integer> numbers, int count) {
        return numbers != null && numbers.size() == count && !numbers.contains(null);
    }

    Window2d window(int kernelHeight, int kernelWidth) {
        if (stride != null) {
            return Window2d.of(kernelHeight, kernelWidth, stride, padding);
        }
        return new Window2d(side(kernelHeight, 0), side(kernelWidth, 1));
    }

    private Window1d side(int kernel, int i) {
        return new Window1d(kernel, strides.get(i), dilations.get(i), pads.get(i), pads.get(i + 2));
    }

    /** The fields of a window, but for its sides. */
    static Map<String, Object> fields(Window2d window) {
        Window1d down = window.vertical();
        Window1d across = window.horizontal();
        Map<String, Object> fields = new LinkedHashMap<>();
        if (window.isUniform()) {
            fields.put("stride", down.stride());
            fields.put("padding", down.before());
        } else {
            fields.put("strides", List.of(down.stride(), across.stride()));
            fields.put("dilations", List.of(down.dilation(), across.dilation()));
            fields.put("pads", List.of(down.before(), across.before(), down.after(), across.after()));
        }
        return fields;
    }
}
