package org.fitact.nn.integer.c;

/** Loops over the places of a shape, one in the other; axes of extent 1 have none. */
final class Loops {

    private final int[] extents;

    Loops(int[] extents) {
        this.extents = extents;
    }

    /** An expression of the place's index under some strides. */
    String index(int offset, int[] strides) {
        StringBuilder index = new StringBuilder(offset == 0 ? "" : Integer.toString(offset));
        for (int d = 0; d < extents.length; d++) {
            if (extents[d] > 1 && strides[d] != 0) {
                boolean subtracted = strides[d] < 0;
                index.append(index.isEmpty() ? (subtracted ? "-" : "") : subtracted ? " - " : " + ")
                        .append('i')
                        .append(d);
                if (Math.abs(strides[d]) > 1) {
                    index.append(" * ").append(Math.abs(strides[d]));
                }
            }
        }
        return index.isEmpty() ? "0" : index.toString();
    }

    /** Statements for every place. */
    String around(String body) {
        String inner = body;
        for (int d = extents.length - 1; d >= 0; d--) {
            if (extents[d] > 1) {
                inner = Template.of("""
                        for (int32_t i${d} = 0; i${d} < ${extent}; i${d}++) {
                            ${inner}
                        }
                        """)
                        .with("d", d)
                        .with("extent", extents[d])
                        .with("inner", inner)
                        .fill();
            }
        }
        return inner.equals(body) ? "{\n" + body.indent(4) + "}\n" : inner;
    }
}
