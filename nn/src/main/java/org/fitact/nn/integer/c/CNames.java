package org.fitact.nn.integer.c;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The identifiers of a header: all begin with the network's name, none is there twice. */
final class CNames {

    private final String prefix;
    private final Set<String> taken = new HashSet<>();

    /** @param network of any characters */
    CNames(String network) {
        this.prefix = identifier(network);
    }

    /** What all begin with, without the underscore behind it. */
    String prefix() {
        return prefix;
    }

    /** The name of a macro. */
    String macro(String name) {
        return prefix.toUpperCase(Locale.ROOT) + "_" + name;
    }

    /** A name that is kept for something that is there once. */
    String reserved(String name) {
        taken.add(name);
        return prefix + "_" + name;
    }

    /** A name that nothing else has, much like the one that is wanted. */
    String unique(String wanted) {
        String name = identifier(wanted);
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return prefix + "_" + free;
    }

    /** Letters and digits as they are, anything else as an underscore. */
    private static String identifier(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9]", "_");
        return plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "n" + plain : plain;
    }

    /** A text as it can stand in a comment. */
    static String comment(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?")
                .replace("*/", "* /")
                .replace("/*", "/ *")
                .replace("??", "? ?");
    }
}
