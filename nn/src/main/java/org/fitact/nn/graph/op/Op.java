package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.fitact.tensor.Shape;

/**
 * What a node of a graph computes: a pure function of values and parameters, without their numbers. All shapes here are of
 * one image, {@code [height, width, channels]} or {@code [features]}.
 *
 * <p>What executes ops and writes them to ONNX are exhaustive switches over this type, so the compiler names what a new op still
 * lacks. As JSON they stand in checkpoints, so the names here and the components of the records are part of their format;
 * what only passes make stands in no file.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Conv2d.class, name = "conv2d"),
    @JsonSubTypes.Type(value = Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = BatchNorm.class, name = "norm"),
    @JsonSubTypes.Type(value = Pool2d.class, name = "pool2d"),
    @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = Reshape.class, name = "reshape"),
    @JsonSubTypes.Type(value = Transpose.class, name = "transpose"),
    @JsonSubTypes.Type(value = Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = Concat.class, name = "concat"),
    @JsonSubTypes.Type(value = Slice.class, name = "slice"),
    @JsonSubTypes.Type(value = Gather.class, name = "gather"),
    @JsonSubTypes.Type(value = Expand.class, name = "expand"),
    @JsonSubTypes.Type(value = Pad.class, name = "pad"),
    @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Add.class, name = "add"),
    @JsonSubTypes.Type(Activation.class),
    @JsonSubTypes.Type(Arithmetic.class),
    @JsonSubTypes.Type(value = Bound.class, name = "bound")
})
public sealed interface Op
        permits Product,
                BatchNorm,
                Pool2d,
                Flatten,
                Reshape,
                Movement,
                Resize,
                Dropout,
                Add,
                Activation,
                Arithmetic,
                Bound,
                FusedProduct {

    /** How many values it reads. */
    default int operands() {
        return 1;
    }

    /**
     * Shape of what it makes.
     *
     * @param inputs as many as {@link #operands}
     * @throws IllegalArgumentException if it cannot take such values
     */
    Shape outputShape(List<Shape> inputs);

    /**
     * The parameters that it reads, in the order in which a node lists them. Their names are the last part of the name that
     * a parameter has by default: {@code weight} of {@code conv1.weight}.
     *
     * @param inputs shapes that {@link #outputShape} takes
     */
    default List<ParameterSpec> parameters(List<Shape> inputs) {
        return List.of();
    }

    /** Its name in messages and files: {@code conv2d}. */
    String label();
}
