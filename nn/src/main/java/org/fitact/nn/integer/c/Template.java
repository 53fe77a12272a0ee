package org.fitact.nn.integer.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** C text with places for what differs: <code>${name}</code>. */
final class Template {

    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    private final String text;
    private final Map<String, String> values = new HashMap<>();

    private Template(String text) {
        this.text = text;
    }

    static Template of(String text) {
        return new Template(text);
    }

    Template with(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    /**
     * The text with all places filled. Where a place is all that a line has, each line of its value is indented as it is, and without a value
     * there is no line.
     *
     * @throws IllegalStateException if a place is left
     */
    String fill() {
        StringBuilder filled = new StringBuilder();
        text.lines().forEach(line -> {
            Matcher alone = PLACE.matcher(line.strip());
            if (alone.matches()) {
                String indent = line.substring(0, line.indexOf('$'));
                value(alone.group(1))
                        .lines()
                        .forEach(inner -> filled.append(inner.isEmpty() ? "" : indent)
                                .append(inner)
                                .append('\n'));
            } else {
                filled.append(PLACE.matcher(line).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1)))))
                        .append('\n');
            }
        });
        return filled.toString();
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("nothing was said of " + name + " in " + text);
        }
        return value;
    }

    /** C text that stands beside this class. */
    static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
