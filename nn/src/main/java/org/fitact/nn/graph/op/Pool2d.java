package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Pool2d.Counting;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/**
 * Max or average pooling (ONNX {@code MaxPool}, {@code AveragePool}, {@code GlobalMaxPool}, {@code GlobalAveragePool}); see
 * {@link org.fitact.tensor.backend.op.Pool2d}.
 *
 * <p>{@code [h, w, c] → [h', w', c]} with the h' and w' of the window, or those rounded up: a window that begins in the map, or in
 * the padding before it, is then taken though it ends beyond.
 *
 * @param countsPadding whether an average divides by the taps in the padding too
 * @param roundsUp whether the size of the output is rounded up
 */
public record Pool2d(Kind kind, Window2d window, boolean countsPadding, boolean roundsUp) implements Op, Fields {

    public Pool2d {
        if (kind == null || window == null) {
            throw new IllegalArgumentException(
                    "pooling by " + kind + " of " + window + ", expected a kind and a window");
        }
    }

    /** By square windows without padding, the size of the output rounded down. */
    public Pool2d(Kind kind, int kernel, int stride) {
        this(kind, Window2d.square(kernel, stride, 0), false, false);
    }

    /** As JSON has it: a kind, the side of the kernel and the stride, where these say all. */
    private record Form(
            Kind kind,
            @JsonSetter(nulls = Nulls.SET) Integer kernel,
            @JsonSetter(nulls = Nulls.SET) Integer kernelHeight,
            @JsonSetter(nulls = Nulls.SET) Integer kernelWidth,
            @JsonSetter(nulls = Nulls.SET) Integer stride,
            @JsonSetter(nulls = Nulls.SET) Integer padding,
            @JsonSetter(nulls = Nulls.SET) List<Integer> strides,
            @JsonSetter(nulls = Nulls.SET) List<Integer> dilations,
            @JsonSetter(nulls = Nulls.SET) List<Integer> pads,
            @JsonSetter(nulls = Nulls.SET) Boolean countsPadding,
            @JsonSetter(nulls = Nulls.SET) Boolean roundsUp) {

        private boolean isPlain() {
            return kernelHeight == null && kernelWidth == null && countsPadding == null && roundsUp == null;
        }

        private boolean isWhole() {
            return kernel == null
                    && kernelHeight != null
                    && kernelWidth != null
                    && countsPadding != null
                    && roundsUp != null;
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Pool2d of(Form form) {
        if (form.kernel != null && form.isPlain()) {
            WindowForm steps = new WindowForm(form.stride, 0, form.strides, form.dilations, form.pads);
            return new Pool2d(form.kind, steps.window(form.kernel, form.kernel), false, false);
        }
        if (!form.isWhole()) {
            throw new IllegalArgumentException(
                    "a pooling of " + form + "; expected a kernel and a stride, or all of a window");
        }
        WindowForm steps = new WindowForm(form.stride, form.padding, form.strides, form.dilations, form.pads);
        return new Pool2d(
                form.kind, steps.window(form.kernelHeight, form.kernelWidth), form.countsPadding, form.roundsUp);
    }

    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        int kernel = window.kernelHeight();
        int stride = window.vertical().stride();
        if (equals(new Pool2d(kind, kernel, stride))) {
            fields.put("kernel", kernel);
            fields.put("stride", stride);
        } else {
            fields.put("kernelHeight", kernel);
            fields.put("kernelWidth", window.kernelWidth());
            fields.putAll(WindowForm.fields(window));
            fields.put("countsPadding", countsPadding);
            fields.put("roundsUp", roundsUp);
        }
        return fields;
    }

    /** The pooling that this is for one image of a shape. */
    public org.fitact.tensor.backend.op.Pool2d geometry(Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("pooling takes feature maps, but its input is " + input);
        }
        int height = input.extent(0);
        int width = input.extent(1);
        window.requireFits("window", height, width);
        int below = overhang(window.vertical(), height);
        int beside = overhang(window.horizontal(), width);
        return new org.fitact.tensor.backend.op.Pool2d(
                kind,
                1,
                height,
                width,
                input.extent(2),
                new Window2d(reaching(window.vertical(), below), reaching(window.horizontal(), beside)),
                new Counting(countsPadding, below, beside));
    }

    /** How far the last window reaches beyond the padding, where there is one more for that the size is rounded up. */
    private int overhang(Window1d side, int inputs) {
        long padded = (long) inputs + side.before() + side.after();
        long last = (padded - side.span()) / side.stride() * side.stride();
        long next = last + side.stride();
        boolean more = roundsUp && last + side.span() < padded && next < (long) inputs + side.before();
        return more ? Math.toIntExact(next + side.span() - padded) : 0;
    }

    private static Window1d reaching(Window1d side, int overhang) {
        return new Window1d(side.kernel(), side.stride(), side.dilation(), side.before(), side.after() + overhang);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        org.fitact.tensor.backend.op.Pool2d shape = geometry(inputs.getFirst());
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.channels());
    }

    @Override
    public String label() {
        return "pool2d";
    }
}
