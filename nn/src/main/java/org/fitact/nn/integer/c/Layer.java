package org.fitact.nn.integer.c;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What is written for one value: constants, small functions, and the function that makes it. */
final class Layer {

    private final CNames names;
    private final EnumSet<Helper> helpers;
    private final Map<Object, String> shared;
    private final String value;
    private final int number;
    private final List<WordArray> arrays = new ArrayList<>();
    private final StringBuilder functions = new StringBuilder();
    private final List<String> comments = new ArrayList<>();
    private String function;
    private String constant;
    private boolean fails;
    private OptionalInt replaces = OptionalInt.empty();

    /**
     * @param helpers is told what is needed
     * @param shared what other layers can use, by what it is of
     * @param value its name
     * @param number of the value, in the order in which they are made
     */
    Layer(CNames names, EnumSet<Helper> helpers, Map<Object, String> shared, String value, int number) {
        this.names = names;
        this.helpers = helpers;
        this.shared = shared;
        this.value = value;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** What all names begin with. */
    String prefix() {
        return names.prefix();
    }

    String name(String what) {
        return names.unique(value + "_" + what);
    }

    void need(Helper helper) {
        helpers.add(helper);
        helpers.addAll(helper.needs());
    }

    /** Says something about the layer, above it. */
    void comment(String line) {
        comments.add(line);
    }

    /** What is written once for all layers: by the first that asks for it. */
    String shared(Object key, Supplier<String> written) {
        return shared.computeIfAbsent(key, _ -> written.get());
    }

    String sharedName(String what) {
        return names.unique(what);
    }

    String sharedArray(String what, CInteger type, long[] words) {
        WordArray array = new WordArray(sharedName(what), type, words);
        arrays.add(array);
        return array.name();
    }

    /** @return the name of the constants */
    String array(String what, CInteger type, long[] words) {
        WordArray array = new WordArray(name(what), type, words);
        arrays.add(array);
        return array.name();
    }

    void function(String text) {
        functions.append(text).append('\n');
    }

    /** Tells that a word may be beyond a type that fails then. */
    void canFail() {
        fails = true;
    }

    boolean fails() {
        return fails;
    }

    /** Tells that each element is computed from the same element of an operand, so that it may be written over it. */
    void replaces(int operand) {
        replaces = OptionalInt.of(operand);
    }

    OptionalInt replaces() {
        return replaces;
    }

    /**
     * Writes the function that makes the value.
     *
     * @param operands types of what it reads
     * @param body of the function, on x, or x0, x1, …, and y
     */
    void main(List<CInteger> operands, CInteger y, String body) {
        function = names.unique(value);
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            parameters.add("const " + operands.get(i) + " *x" + (operands.size() == 1 ? "" : i));
        }
        parameters.add(y + " *y");
        if (fails) {
            parameters.add("int32_t *failed");
        }
        function(Template.of("""
                static void ${name}(${parameters})
                {
                    ${body}
                }
                """)
                .with("name", function)
                .with("parameters", String.join(", ", parameters))
                .with("body", body)
                .fill());
    }

    /** Says that nothing has to make the value: it is these constants. */
    void constant(String name) {
        constant = name;
    }

    /** The name of the constants that the value is; null for a value that is made. */
    String constant() {
        return constant;
    }

    /** The name of that function; null for constants, which nothing makes. */
    String function() {
        return function;
    }

    List<WordArray> arrays() {
        return arrays;
    }

    String functions() {
        return functions.toString();
    }

    List<String> comments() {
        return comments;
    }
}
