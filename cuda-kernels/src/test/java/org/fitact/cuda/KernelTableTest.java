package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fitact.cuda.driver.KernelSources;
import org.junit.jupiter.api.Test;

/** Every kernel has its row in docs/cuda.md. */
class KernelTableTest {

    private static final Path DOCUMENT = Path.of("../docs/cuda.md");

    private static Set<String> kernels() {
        return KernelSources.FAMILIES.stream()
                .flatMap(family -> KernelSources.kernels(KernelSources.read(family + ".cu")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyKernelHasItsCosts() {
        Set<String> costed =
                KernelCost.all().stream().map(KernelCost::kernel).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kernels(), costed);
    }

    @Test
    void everyKernelHasTheRowThatItsCostsGive() throws IOException {
        String text = Files.readString(DOCUMENT);
        String table = text.substring(text.indexOf(KernelTable.BEGIN), text.indexOf(KernelTable.END));
        assertEquals(
                KernelCost.all().size() + 2,
                table.lines().filter(line -> line.startsWith("|")).count());
        for (KernelCost cost : KernelCost.all()) {
            String number = "\u0000";
            String row = Pattern.quote(
                            KernelTable.row(cost, number, number, number).strip())
                    .replace(number, "\\E\\d+\\Q");
            assertTrue(
                    Pattern.compile(row).matcher(table).find(),
                    () -> "docs/cuda.md has no such row of " + cost.kernel() + "; run cuda-kernels/kernel-table");
        }
    }

    @Test
    void readsTheReportOfPtxas() {
        Map<String, KernelTable.Resources> found = KernelTable.parse("""
                ptxas info    : Compiling entry function 'first' for 'sm_90'
                ptxas info    : Function properties for first
                    16 bytes stack frame, 12 bytes spill stores, 8 bytes spill loads
                ptxas info    : Used 80 registers, used 1 barriers, 16 bytes cumulative stack size, 17408 bytes smem
                ptxas info    : Compiling entry function 'second' for 'sm_90'
                    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
                ptxas info    : Used 32 registers, used 0 barriers
                """);
        assertEquals(new KernelTable.Resources(80, 20, 17408), found.get("first"));
        assertEquals(new KernelTable.Resources(32, 0, 0), found.get("second"));
    }
}
