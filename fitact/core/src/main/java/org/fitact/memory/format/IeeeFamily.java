package org.fitact.memory.format;

import java.util.Locale;
import java.util.Optional;
import org.fitact.tensor.number.TensorFormat;

/** Floating point: {@code float32}, {@code float16}, {@code bfloat16} or {@code bf16}. */
final class IeeeFamily implements FormatFamily {

    @Override
    public String name() {
        return "floating-point";
    }

    @Override
    public String notation() {
        return "float32, float16, bfloat16";
    }

    @Override
    public Optional<TensorFormat> parse(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "float32", "fp32" -> IeeeFormat.FLOAT32;
                    case "float16", "fp16" -> IeeeFormat.FLOAT16;
                    case "bfloat16", "bf16" -> IeeeFormat.BFLOAT16;
                    default -> null;
                });
    }
}
