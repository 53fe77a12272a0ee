package org.fitact.memory.format;

import java.util.Optional;
import org.fitact.tensor.number.TensorFormat;

/** Fixed point with as many integer bits as a tensor needs: {@code auto16}. */
final class FittingFamily implements FormatFamily {

    @Override
    public String name() {
        return "fitting";
    }

    @Override
    public String notation() {
        return "autoN with N bits a word, such as auto16 or auto8";
    }

    @Override
    public Optional<TensorFormat> parse(String name) {
        return name.matches("auto\\d{1,2}")
                ? Optional.of(new Fitting(Integer.parseInt(name.substring("auto".length()))))
                : Optional.empty();
    }
}
