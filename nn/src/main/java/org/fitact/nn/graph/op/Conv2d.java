package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Window2d;

/**
 * Convolution (ONNX {@code Conv}); see {@link org.fitact.tensor.backend.op.Conv2d} for the formula.
 *
 * <p>{@code [h, w, in] → [h', w', outChannels]} with the h' and w' of the window. Parameters:
 * {@code weight [kernelHeight, kernelWidth, in/groups, outChannels]}, {@code bias [outChannels]} if there is one: it is left
 * out where batch norm follows, which would cancel it.
 *
 * @param groups into which input and output channels fall; 1 for a convolution where all see all
 * @param bias whether there is one
 */
public record Conv2d(int outChannels, int groups, Window2d window, boolean bias) implements Product, Fields {

    public Conv2d {
        if (outChannels < 1 || groups < 1 || outChannels % groups != 0) {
            throw new IllegalArgumentException("a convolution to " + outChannels + " channels in " + groups
                    + " groups, expected positive numbers and as many channels to each group");
        }
    }

    /** One group, with the same stride both ways and the same padding on all sides. */
    public Conv2d(int outChannels, int kernelHeight, int kernelWidth, int stride, int padding, boolean bias) {
        this(outChannels, 1, Window2d.of(kernelHeight, kernelWidth, stride, padding), bias);
    }

    /** As JSON has it; what {@link WindowForm} reads is for it, and groups are missing where there is one. */
    private record Form(
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            @JsonSetter(nulls = Nulls.SET) Integer stride,
            @JsonSetter(nulls = Nulls.SET) Integer padding,
            @JsonSetter(nulls = Nulls.SET) List<Integer> strides,
            @JsonSetter(nulls = Nulls.SET) List<Integer> dilations,
            @JsonSetter(nulls = Nulls.SET) List<Integer> pads,
            boolean bias,
            @JsonSetter(nulls = Nulls.SET) Integer groups) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Conv2d of(Form form) {
        WindowForm steps = new WindowForm(form.stride, form.padding, form.strides, form.dilations, form.pads);
        int groups = form.groups == null ? 1 : form.groups;
        return new Conv2d(form.outChannels, groups, steps.window(form.kernelHeight, form.kernelWidth), form.bias);
    }

    /** Its fields in JSON, and in the identity of a study: those that there always were, where they say all. */
    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outChannels", outChannels);
        fields.put("kernelHeight", window.kernelHeight());
        fields.put("kernelWidth", window.kernelWidth());
        fields.putAll(WindowForm.fields(window));
        fields.put("bias", bias);
        if (groups > 1) {
            fields.put("groups", groups);
        }
        return fields;
    }

    /** The same with a bias. */
    public Conv2d biased() {
        return new Conv2d(outChannels, groups, window, true);
    }

    /** The convolution that this is for one image of a shape. */
    public org.fitact.tensor.backend.op.Conv2d geometry(Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("a convolution takes feature maps, but its input is " + input);
        }
        return new org.fitact.tensor.backend.op.Conv2d(
                1, input.extent(0), input.extent(1), input.extent(2), outChannels, groups, window);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        org.fitact.tensor.backend.op.Conv2d shape = geometry(inputs.getFirst());
        return Shape.of(shape.outHeight(), shape.outWidth(), outChannels);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        org.fitact.tensor.backend.op.Conv2d shape = geometry(inputs.getFirst());
        Shape kernel = Shape.of(shape.kernelHeight(), shape.kernelWidth(), shape.inPerGroup(), outChannels);
        List<ParameterSpec> all = new ArrayList<>();
        all.add(ParameterSpec.weight(ParameterSpec.Layout.CONVOLUTION, kernel, shape.terms()));
        if (bias) {
            all.add(ParameterSpec.constant("bias", ParameterSpec.Kind.BIAS, outChannels, 0));
        }
        return all;
    }

    @Override
    public String label() {
        return "conv2d";
    }
}
