package org.fitact.nn.integer.c;

import java.io.IOException;

/** Constant words under a name. */
record WordArray(String name, CInteger type, long[] words) {

    private static final int WIDTH = 120;

    long bytes() {
        return (long) words.length * type.bytes();
    }

    void writeTo(Appendable out) throws IOException {
        out.append("static const " + type + " " + name + "[" + words.length + "] = {");
        int column = WIDTH;
        for (int i = 0; i < words.length; i++) {
            String word = literal(words[i]) + (i < words.length - 1 ? "," : "");
            column += word.length() + 1;
            if (column > WIDTH) {
                out.append("\n    ");
                column = 4 + word.length();
            } else {
                out.append(' ');
            }
            out.append(word);
        }
        out.append("\n};\n");
    }

    /** A number as C reads it. */
    static String literal(long number) {
        return number == Long.MIN_VALUE ? "INT64_MIN" : Long.toString(number);
    }
}
