package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonSubTypes;

/**
 * What computes with the numbers of values, element by element or along axes, and is neither a layer of a CNN nor an
 * activation: of it transformers, squeeze-and-excitation and formulas that files spell out are made.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = Binary.class, name = "binary"),
    @JsonSubTypes.Type(value = Unary.class, name = "unary"),
    @JsonSubTypes.Type(value = Affine.class, name = "affine"),
    @JsonSubTypes.Type(value = Power.class, name = "power"),
    @JsonSubTypes.Type(value = Reduce.class, name = "reduce"),
    @JsonSubTypes.Type(value = MatMul.class, name = "matmul"),
    @JsonSubTypes.Type(value = Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = LayerNorm.class, name = "layer_norm"),
    @JsonSubTypes.Type(value = GroupNorm.class, name = "group_norm"),
    @JsonSubTypes.Type(value = PRelu.class, name = "prelu"),
    @JsonSubTypes.Type(value = Stored.class, name = "stored")
})
public sealed interface Arithmetic extends Op
        permits Binary, Elementary, Reduce, MatMul, Softmax, LayerNorm, GroupNorm, PRelu, Stored {}
