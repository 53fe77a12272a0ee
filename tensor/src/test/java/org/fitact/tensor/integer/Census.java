package org.fitact.tensor.integer;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

/** What of {@link IntegerCase}s was seen: how many, and which words at the ends of ranges. */
final class Census {

    private static final int WIDEST = 64;

    private final Map<IntegerKind, Row> rows = new EnumMap<>(IntegerKind.class);
    /** By signedness, width, and whether it is the least or the greatest word. */
    private final BitSet operandEdges = new BitSet();

    private final BitSet outputEdges = new BitSet();

    /** Of one kind. */
    private static final class Row {
        private long layers;
        private long failing;
        private long outputs;
        private long overflows;
        private long operandEdges;
        private long outputEdges;

        void add(Row other) {
            layers += other.layers;
            failing += other.failing;
            outputs += other.outputs;
            overflows += other.overflows;
            operandEdges += other.operandEdges;
            outputEdges += other.outputEdges;
        }

        String cells() {
            return String.format(
                    Locale.ROOT,
                    " | %,d | %,d | %,d | %,d | %,d | %,d |%n",
                    layers,
                    failing,
                    outputs,
                    overflows,
                    operandEdges,
                    outputEdges);
        }
    }

    /** Outputs that have a word: those of cases that fail have none. */
    long outputs() {
        return rows.values().stream().mapToLong(row -> row.outputs).sum();
    }

    void add(IntegerKind kind, IntegerCase some) {
        Row row = rows.computeIfAbsent(kind, _ -> new Row());
        row.layers++;
        for (Operand operand : some.operands()) {
            Format format = operand.format();
            for (long word : operand.words()) {
                row.operandEdges += edge(operandEdges, format, word, format.minWord(), format.maxWord());
            }
        }
        if (some.fails()) {
            row.failing++;
            return;
        }
        row.outputs += some.expected().length;
        row.overflows += some.overflows();
        FixedType type = some.type();
        for (long word : some.expected()) {
            row.outputEdges += edge(outputEdges, type.format(), word, type.least(), type.greatest());
        }
    }

    /** 1 for a word at the end of its range. */
    private static int edge(BitSet seen, Format format, long word, long least, long greatest) {
        if (word != least && word != greatest) {
            return 0;
        }
        seen.set(number(format.signed(), format.width(), word == least));
        return 1;
    }

    private static int number(boolean signed, int width, boolean least) {
        return (signed ? 2 : 0) + (least ? 1 : 0) + 4 * width;
    }

    /** Words at the ends of ranges that were not among the operands, or not among the outputs; empty if all were. */
    Set<String> unseenEdges() {
        Set<String> unseen = new TreeSet<>();
        for (boolean signed : new boolean[] {true, false}) {
            for (int width = 2; width <= (signed ? WIDEST : WIDEST - 1); width++) {
                for (boolean least : new boolean[] {true, false}) {
                    int number = number(signed, width, least);
                    String name = (least ? "least" : "greatest") + " word of " + width + " bits"
                            + (signed ? ", signed" : ", unsigned");
                    if (!operandEdges.get(number)) {
                        unseen.add(name + ", among operands");
                    }
                    if (!outputEdges.get(number)) {
                        unseen.add(name + ", among outputs");
                    }
                }
            }
        }
        return unseen;
    }

    String report(long asked, long seed, double seconds) {
        StringBuilder text = new StringBuilder("""
            # Integer ops against unlimited integers

            Random layers, formats, roundings, overflows and moments, widths of words from 2 to 64 bits and of accumulators from 16 to 64: what
            each op gives by the reference, by its faster form in doubles, and by the SIMD backend at 128, 256 and 512 bits, is what a model in
            `BigInteger` has (`IntegerModel`, `ExactModel`), word for word, with the same counts of overflows and the same failures.

            """);
        text.append("| op | cases | of them fail | outputs | beyond a range | end words read | end words made |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|\n");
        Row sum = new Row();
        rows.forEach((kind, row) -> {
            text.append("| ")
                    .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(row.cells());
            sum.add(row);
        });
        text.append("| all").append(sum.cells());
        text.append(String.format(
                Locale.ROOT,
                """

                A case fails where something is beyond a range whose overflow is an error; then all five must fail. An end word is the least or the
                greatest of its format, or of what its overflow leaves of it. Seen at least once, of the %d there are (widths 2 to 64 signed, 2 to 63
                unsigned): %d among operands, %d among outputs.

                ```
                ./mvnw -B -P large -pl tensor test -Dtest=MillionOutputsTest -Dinteger.outputs=%d -Dinteger.seed=%d
                ```

                %.0f s, JDK %s, %s.
                """,
                2 * (2 * WIDEST - 3),
                operandEdges.cardinality(),
                outputEdges.cardinality(),
                asked,
                seed,
                seconds,
                System.getProperty("java.vm.version"),
                LocalDate.now()));
        return text.toString();
    }
}
