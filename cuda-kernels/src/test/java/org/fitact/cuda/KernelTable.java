package org.fitact.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** Writes the table of kernels into a document, between two marks; {@code cuda-kernels/kernel-table} starts it. */
final class KernelTable {

    static final String BEGIN = "<!-- kernel table: begin, written by cuda-kernels/kernel-table -->";
    static final String END = "<!-- kernel table: end -->";

    private KernelTable() {}

    /** @param arguments the document */
    public static void main(String[] arguments) throws IOException {
        Path document = Path.of(arguments[0]);
        String text = Files.readString(document);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        String table = table(BuiltKernel.noted());
        Files.writeString(
                document, text.substring(0, from) + "\n\n" + table + "\n" + text.substring(text.indexOf(END)));
    }

    private static String table(Map<String, BuiltKernel> built) {
        StringBuilder table = new StringBuilder("| kernel | block | registers | spilled bytes | shared bytes | bytes |"
                + " FLOPs | example | floor, µs |\n|---|---|---|---|---|---|---|---|---|\n");
        KernelCost.all().stream()
                .sorted(Comparator.comparing(KernelCost::kernel))
                .forEach(cost ->
                        table.append(row(cost, built.get(cost.kernel()))).append('\n'));
        return table.toString();
    }

    /** The row of a kernel. */
    static String row(KernelCost cost, BuiltKernel built) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %d | %d | %d | %s | %s | %s | %s |",
                cost.kernel(),
                cost.block(),
                built.registers(),
                built.spilledBytes(),
                built.sharedBytes(),
                cost.bytes(),
                cost.flops(),
                cost.example(),
                rounded(cost.floorMicroseconds()));
    }

    private static String rounded(double microseconds) {
        return String.format(Locale.ROOT, microseconds >= 10 ? "%.0f" : "%.2g", microseconds);
    }
}
