package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.cuda.driver.KernelSources;
import org.junit.jupiter.api.Test;

/** Every kernel has its line in kernels.txt, and its row in docs/cuda.md. */
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
        Map<String, BuiltKernel> built = BuiltKernel.noted();
        for (KernelCost cost : KernelCost.all()) {
            assertTrue(
                    table.contains(KernelTable.row(cost, built.get(cost.kernel())) + "\n"),
                    () -> "docs/cuda.md has no such row of " + cost.kernel() + "; run cuda-kernels/kernel-table");
        }
    }

    /** What a reviewer reads in the place of the PTX says what is in it. */
    @Test
    void everyKernelOfThePtxIsNotedAsItIs() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String family : KernelSources.FAMILIES) {
            found.addAll(BuiltKernel.of(family, Files.readString(BuiltKernel.FOLDER.resolve(family + ".ptx"))));
        }
        Set<String> noted = BuiltKernel.noted().values().stream()
                .map(kernel -> kernel.name() + " " + kernel.family() + " " + kernel.lines() + " " + kernel.hash())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(found, noted, "kernels.txt is not of this PTX; run cuda-kernels/build-ptx");
    }

    @Test
    void aHashKnowsTheInstructionsAndNotThePlaceOfAKernel() {
        String head = "\n.version 6.3\n.target sm_75\n\n";
        String first = ".visible .entry first(\n)\n{\n\t$L__BB0_1:\n\tret;\n}\n";
        String second = ".visible .entry second(\n)\n{\n\tbra $L__BB1_2;\n}\n";
        List<String> both = BuiltKernel.of("f", head + first + "\n\t// .globl\tsecond\n" + second);
        assertEquals(2, both.size());
        String alone = second.replace("BB1", "BB0");
        assertEquals(both.subList(1, 2), BuiltKernel.of("f", head + alone));
        assertNotEquals(both.subList(1, 2), BuiltKernel.of("f", head + alone.replace("_2", "_3")));
        assertNotEquals(both.subList(1, 2), BuiltKernel.of("f", head.replace("75", "80") + alone));
    }
}
