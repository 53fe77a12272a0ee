package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/**
 * What is done to each element of a product while it is still in registers:
 * {@code y = activation(product + bias[channel] + residual[element])}.
 *
 * @param bias {@code [columns]} (output channels), or null
 * @param residual same shape as the output, or null
 */
public record Epilogue(Buffer bias, Buffer residual, Activation activation) {

    /** The product as it is. */
    public static final Epilogue NONE = new Epilogue(null, null, new Activation.Identity());

    public static Epilogue bias(Buffer bias) {
        return new Epilogue(bias, null, new Activation.Identity());
    }

    public boolean isNone() {
        return bias == null && residual == null && activation instanceof Activation.Identity;
    }
}
