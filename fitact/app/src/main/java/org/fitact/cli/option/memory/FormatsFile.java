package org.fitact.cli.option.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.fitact.fault.ParameterKind;
import org.fitact.memory.FormatRule;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/**
 * A file that says how single tensors are stored; the first rule that is of a tensor holds:
 *
 * <pre>{"formats": [{"layers": ["conv*"], "kinds": ["weight"], "format": "int8:channel"}]}</pre>
 */
record FormatsFile(List<Rule> formats) {

    /** One rule as it stands in the file. */
    record Rule(List<String> layers, List<String> kinds, String format) {}

    /** @throws InvalidFileException if it is no such file; names the field */
    static List<FormatRule> read(Path file) throws IOException {
        List<FormatRule> rules = new ArrayList<>();
        for (Rule rule : JsonReader.read(file, FormatsFile.class).formats) {
            String field = "formats[" + rules.size() + "]";
            try {
                EnumSet<ParameterKind> kinds = EnumSet.noneOf(ParameterKind.class);
                for (String kind : rule.kinds) {
                    kinds.add(kind(kind));
                }
                rules.add(new FormatRule(rule.layers, kinds, NumberFormats.parse(rule.format)));
            } catch (IllegalArgumentException e) {
                throw InvalidFileException.refused(file.toString(), field, e);
            }
        }
        return rules;
    }

    private static ParameterKind kind(String name) {
        for (ParameterKind kind : ParameterKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind is \"" + name + "\", expected weight, bias, norm or bound");
    }
}
