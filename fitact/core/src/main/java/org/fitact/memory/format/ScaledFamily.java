package org.fitact.memory.format;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.fitact.tensor.number.TensorFormat;

/** Scaled integers: {@code int8}, {@code int8:channel}, {@code int16:channel:asymmetric:pow2:thrice}. */
final class ScaledFamily implements FormatFamily {

    private static final List<String> CHOICES = List.of("tensor", "channel", "asymmetric", "pow2", "thrice");

    @Override
    public String name() {
        return "scaled-integers";
    }

    @Override
    public String notation() {
        return "int8 or int16, with :channel for a scale a channel, :asymmetric, :pow2 for scales that are powers of two and "
                + ":thrice for scales that lie in memory three times";
    }

    @Override
    public Optional<TensorFormat> parse(String name) {
        List<String> parts = List.of(name.split(":", -1));
        if (!parts.getFirst().matches("int\\d{1,2}")) {
            return Optional.empty();
        }
        List<String> chosen = parts.subList(1, parts.size());
        if (!CHOICES.containsAll(chosen)
                || new TreeSet<>(chosen).size() < chosen.size()
                || chosen.containsAll(List.of("tensor", "channel"))) {
            throw new IllegalArgumentException("\"" + name + "\", expected " + notation());
        }
        int width = Integer.parseInt(parts.getFirst().substring("int".length()));
        return Optional.of(new ScaledIntegers(
                width,
                chosen.contains("channel"),
                !chosen.contains("asymmetric"),
                chosen.contains("pow2"),
                chosen.contains("thrice")));
    }
}
