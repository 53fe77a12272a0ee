package org.fitact.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.cuda.driver.KernelSources;

/** Writes the table of kernels into a document, between two marks; {@code cuda-kernels/kernel-table} starts it. */
final class KernelTable {

    static final String BEGIN = "<!-- kernel table: begin, written by cuda-kernels/kernel-table -->";
    static final String END = "<!-- kernel table: end -->";

    private static final String ARCHITECTURE = "sm_90";
    private static final Path PTX = Path.of("src/main/resources/org/fitact/cuda/ptx");
    private static final Pattern KERNEL = Pattern.compile("Compiling entry function '(\\w+)'");
    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern USED = Pattern.compile("Used (\\d+) registers(?:.*?(\\d+) bytes smem)?");

    private KernelTable() {}

    /** What ptxas says of a kernel. */
    record Resources(int registers, int spilledBytes, int sharedBytes) {}

    /** @param arguments the document */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path document = Path.of(arguments[0]);
        String text = Files.readString(document);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        String table = table(resources());
        Files.writeString(
                document, text.substring(0, from) + "\n\n" + table + "\n" + text.substring(text.indexOf(END)));
    }

    private static Map<String, Resources> resources() throws IOException, InterruptedException {
        Map<String, Resources> found = new TreeMap<>();
        Path cubin = Files.createTempFile("kernels", ".cubin");
        for (String family : KernelSources.FAMILIES) {
            Process process = new ProcessBuilder(
                            "ptxas", "-v", "-arch=" + ARCHITECTURE, "-o", cubin.toString(), PTX + "/" + family + ".ptx")
                    .redirectErrorStream(true)
                    .start();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("ptxas failed on " + family + ".ptx:\n" + report);
            }
            found.putAll(parse(report));
        }
        Files.delete(cubin);
        return found;
    }

    /** Reads what {@code ptxas -v} prints. */
    static Map<String, Resources> parse(String report) {
        Map<String, Resources> found = new TreeMap<>();
        String kernel = null;
        int spilled = 0;
        for (String line : report.lines().toList()) {
            Matcher name = KERNEL.matcher(line);
            Matcher spills = SPILLS.matcher(line);
            Matcher used = USED.matcher(line);
            if (name.find()) {
                kernel = name.group(1);
            } else if (spills.find()) {
                spilled = Integer.parseInt(spills.group(1)) + Integer.parseInt(spills.group(2));
            } else if (used.find()) {
                int shared = used.group(2) == null ? 0 : Integer.parseInt(used.group(2));
                found.put(kernel, new Resources(Integer.parseInt(used.group(1)), spilled, shared));
            }
        }
        return found;
    }

    private static String table(Map<String, Resources> resources) {
        StringBuilder table = new StringBuilder("| kernel | block | registers | spilled bytes | shared bytes | bytes |"
                + " FLOPs | example | floor, µs |\n|---|---|---|---|---|---|---|---|---|\n");
        List<KernelCost> sorted = KernelCost.all().stream()
                .sorted(Comparator.comparing(KernelCost::kernel))
                .toList();
        for (KernelCost cost : sorted) {
            Resources used = resources.get(cost.kernel());
            table.append(row(
                    cost,
                    Integer.toString(used.registers()),
                    Integer.toString(used.spilledBytes()),
                    Integer.toString(used.sharedBytes())));
        }
        return table.toString();
    }

    /** The row of a kernel. */
    static String row(KernelCost cost, String registers, String spilled, String shared) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                cost.kernel(),
                cost.block(),
                registers,
                spilled,
                shared,
                cost.bytes(),
                cost.flops(),
                cost.example(),
                rounded(cost.floorMicroseconds()));
    }

    private static String rounded(double microseconds) {
        return String.format(Locale.ROOT, microseconds >= 10 ? "%.0f" : "%.2g", microseconds);
    }
}
