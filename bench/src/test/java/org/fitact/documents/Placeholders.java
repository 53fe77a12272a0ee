package org.fitact.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a reader puts in the place of a capital letter. */
final class Placeholders {

    /** Several values stand for as many commands. */
    private record Placeholder(String document, String word, List<String> values) {

        private static Placeholder of(String document, String word, String... values) {
            return new Placeholder(document, word, List.of(values));
        }

        private Pattern pattern() {
            return Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}_])");
        }
    }

    private static final List<Placeholder> ALL = List.of(
            Placeholder.of(
                    "docs/choosing.md", "R", "--rates 1e-5,3e-5,1e-4,1e-3,1e-2 --trials 40 --images 200 --seed 1"),
            Placeholder.of("docs/codes.md", "K", "0", "1"),
            Placeholder.of("docs/field.md", "NAME", "ranger"),
            Placeholder.of("docs/integer.md", "B", "8"),
            Placeholder.of("docs/integer.md", "S", "none", "clip-act", "fitact"),
            Placeholder.of("docs/integer.md", "NETWORK", "resnet20-cifar10"),
            Placeholder.of("docs/integer.md", "SCHEME", "fitact"),
            Placeholder.of("docs/start.md", "COMMAND", "campaign"),
            Placeholder.of("docs/numerics.md", "FORMAT", "int8:channel", "int8:channel:pow2:thrice"),
            Placeholder.of("docs/numerics.md", "λ", "50"));

    private Placeholders() {}

    /** The commands that one of a document stands for: itself, if nothing is to be filled in. */
    static List<DocumentCommand> filled(DocumentCommand command) {
        List<DocumentCommand> filled = List.of(command);
        for (Placeholder placeholder : ALL) {
            if (placeholder.document.equals(command.document())) {
                filled = filled.stream()
                        .flatMap(one ->
                                placeholder.pattern().matcher(one.text()).find()
                                        ? placeholder.values.stream()
                                                .map(value -> one.as(placeholder
                                                        .pattern()
                                                        .matcher(one.text())
                                                        .replaceAll(value)))
                                        : Stream.of(one))
                        .toList();
            }
        }
        return filled;
    }

    /** Those that no document has any more. */
    static List<String> unused(List<DocumentCommand> commands) {
        List<String> unused = new ArrayList<>();
        for (Placeholder placeholder : ALL) {
            boolean used = commands.stream()
                    .filter(command -> command.document().equals(placeholder.document))
                    .anyMatch(command ->
                            placeholder.pattern().matcher(command.text()).find());
            if (!used) {
                unused.add(placeholder.document + ": " + placeholder.word);
            }
        }
        return unused;
    }
}
