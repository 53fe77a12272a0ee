package org.fitact.nn.integer.c;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.fitact.nn.integer.range.Exact;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.fixedpoint.FixedType;

/** Words in other places, converted where the types differ. */
final class MoveCode {

    private final Layer layer;
    private final List<Operand> operands;
    private final FixedType y;
    private final int elements;

    /** What is copied from. */
    record Operand(FixedType type, int elements) {}

    /** @param elements of the result */
    MoveCode(Layer layer, List<Operand> operands, FixedType y, int elements) {
        this.layer = layer;
        this.operands = operands;
        this.y = y;
        this.elements = elements;
    }

    /**
     * @param copies from each operand
     * @param rest the word of what is copied from nowhere
     */
    void write(List<List<StridedCopy>> copies, OptionalLong rest) {
        CInteger stored = CInteger.of(y.format());
        StringBuilder body = new StringBuilder();
        rest.ifPresent(word -> body.append(Template.of("""
                for (int32_t i = 0; i < ${elements}; i++) {
                    y[i] = ${word};
                }
                """)
                .with("elements", elements)
                .with("word", WordArray.literal(word))
                .fill()));
        List<CInteger> types = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            FixedType x = operands.get(i).type();
            types.add(CInteger.of(x.format()));
            String name = operands.size() == 1 ? "x" : "x" + i;
            // What has the type already is a word as it is, whatever it overflows to.
            Conversion output = x.equals(y) ? null : new Conversion(layer, "output" + i, Exact.of(x.format()), y);
            if (output != null && output.canFail()) {
                body.append(all(name, operands.get(i).elements(), output));
            }
            for (StridedCopy copy : copies.get(i)) {
                body.append(copy(copy.simplified(), name, stored, output));
            }
        }
        layer.main(types, stored, body.toString());
    }

    /** An operand is converted whole, so a word of it that is not copied can fail too. */
    private String all(String x, int count, Conversion output) {
        return Template.of("""
                for (int32_t i = 0; i < ${count}; i++) {
                    (void)${word};
                }
                """)
                .with("count", count)
                .with("word", output.word(x + "[i]", "i", "0"))
                .fill();
    }

    private String copy(StridedCopy copy, String x, CInteger stored, Conversion output) {
        Loops loops = new Loops(copy.shape());
        String to = loops.index(copy.targetOffset(), copy.targetStrides());
        String from = loops.index(copy.sourceOffset(), copy.sourceStrides());
        String word = x + "[" + from + "]";
        return loops.around(
                "y[" + to + "] = " + (output == null ? word : stored.cast(output.word(word, from, "0"))) + ";");
    }
}
