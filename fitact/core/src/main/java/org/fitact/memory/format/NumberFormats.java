package org.fitact.memory.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.nn.Catalogue;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.number.TensorFormat;

/** The number formats that can be named: those of the program's own families and of those that others bring. */
public final class NumberFormats {

    private static final Catalogue<FormatFamily> FAMILIES = Catalogue.of(
            "family of number formats",
            FormatFamily.class,
            List.of(new FixedPointFamily(), new FittingFamily(), new IeeeFamily(), new ScaledFamily()));

    private NumberFormats() {}

    /** A format, with the rules of conversion of another where both have such: both are fixed point. */
    public static TensorFormat like(TensorFormat rules, TensorFormat format) {
        return rules instanceof FixedPoint by && format instanceof FixedPoint fixed ? by.with(fixed.format()) : format;
    }

    /** A format as identities have it: fixed point with all its rules, any other by its name. */
    public static Object identity(TensorFormat format) {
        return format instanceof FixedPoint fixed ? fixed : format.name();
    }

    /**
     * The format of an {@link #identity}, as JSON has it.
     *
     * @throws IllegalArgumentException for what is none
     */
    public static TensorFormat ofIdentity(JsonNode json) {
        if (json.isTextual()) {
            return parse(json.textValue());
        }
        JsonNode format = json.path("format");
        return new FixedPoint(
                new QFormat(
                        format.path("integerBits").asInt(),
                        format.path("fractionBits").asInt()),
                Rounding.valueOf(json.path("rounding").asText().toUpperCase(Locale.ROOT)),
                Overflow.valueOf(json.path("overflow").asText().toUpperCase(Locale.ROOT)),
                json.path("seed").asLong());
    }

    /**
     * A format by its name; the first family that knows it has it.
     *
     * @throws IllegalArgumentException for a name in no family's notation, or of a format that there is not
     */
    public static TensorFormat parse(String name) {
        return FAMILIES.all().stream()
                .map(family -> family.parse(name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no number format, expected "
                        + FAMILIES.all().stream().map(FormatFamily::notation).collect(Collectors.joining(", or "))));
    }
}
