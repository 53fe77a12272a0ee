package org.fitact.memory.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fitact.nn.Catalogue;

/** The memory codes that can be named: the program's own, and those that others bring. */
public final class MemoryCodes {

    private static final Catalogue<CodeFamily> FAMILIES = Catalogue.of(
            "memory code",
            CodeFamily.class,
            List.of(
                    only("none", NoCode.NONE),
                    only("vote", new Vote()),
                    new Own(
                            "guard",
                            "guard, with :channel and :clamp",
                            choices -> flags(choices, "channel", "clamp")
                                    .map(on -> new RangeGuard(on.contains("channel"), on.contains("clamp")))),
                    only("parity", new ParityZero()),
                    secded("secded39", 32),
                    secded("secded72", 64),
                    new Own("msb", "msb:K or msb:K:low", MemoryCodes::triplication),
                    only("mset", Triplication.mset()),
                    new Own(
                            "cep",
                            "cep:3, cep:7 or cep:15",
                            choices -> number(choices).map(EmbeddedParity::new)),
                    only("zs-secded", ZeroSpace.secded()),
                    only("zs-bch2", ZeroSpace.bch(2)),
                    only("zs-bch3", ZeroSpace.bch(3)),
                    only("zs-int8", new ZeroSpaceInt8())));

    /** A family of the program's own. */
    private record Own(String name, String notation, Function<List<String>, Optional<? extends MemoryCode>> reader)
            implements CodeFamily {

        @Override
        public Optional<MemoryCode> of(List<String> choices) {
            return reader.apply(choices).map(code -> code);
        }
    }

    private MemoryCodes() {}

    private static CodeFamily only(String name, MemoryCode code) {
        return new Own(name, name, choices -> choices.isEmpty() ? Optional.of(code) : Optional.empty());
    }

    private static CodeFamily secded(String name, int dataBits) {
        return new Own(
                name,
                name + " or " + name + ":keep",
                choices -> flags(choices, "keep").map(on -> new Secded(dataBits, on.contains("keep"))));
    }

    private static Optional<List<String>> flags(List<String> choices, String... known) {
        return Arrays.asList(known).containsAll(choices) ? Optional.of(choices) : Optional.empty();
    }

    private static Optional<Integer> number(List<String> choices) {
        return choices.size() == 1 && choices.getFirst().matches("\\d{1,2}")
                ? Optional.of(Integer.valueOf(choices.getFirst()))
                : Optional.empty();
    }

    private static Optional<MemoryCode> triplication(List<String> choices) {
        boolean low = choices.size() == 2 && choices.getLast().equals("low");
        return number(low ? choices.subList(0, 1) : choices).map(bits -> Triplication.ofHighest(bits, low));
    }

    /** What can be written, for help and messages. */
    public static String notation() {
        return FAMILIES.all().stream().map(CodeFamily::notation).collect(Collectors.joining(", "));
    }

    /**
     * Reads a code, or several with + between them, through which words are read from the first to the last.
     *
     * @throws IllegalArgumentException for a name that is none; the message says what there is
     */
    public static MemoryCode parse(String text) {
        return CodeChain.of(
                Arrays.stream(text.split("\\+", -1)).map(MemoryCodes::one).toList());
    }

    private static MemoryCode one(String name) {
        List<String> parts = List.of(name.strip().split(":", -1));
        List<String> choices = parts.subList(1, parts.size());
        CodeFamily family = FAMILIES.named(parts.getFirst());
        return (new TreeSet<>(choices).size() < choices.size() ? Optional.<MemoryCode>empty() : family.of(choices))
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + name + "\" is no memory code, expected " + family.notation()));
    }
}
