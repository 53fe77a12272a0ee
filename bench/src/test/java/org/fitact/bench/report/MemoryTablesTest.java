package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fitact.report.document.Document;
import org.junit.jupiter.api.Test;

class MemoryTablesTest {

    /** ResNet50 has 2,940,928 neurons: 11.8 MB of bounds in 32 bits, and half and a quarter of it. */
    private static final MemoryRow RESNET50 = new MemoryRow("resnet50", 10, 23_500_000, 49, 1, 2_940_928, 1, 1);

    @Test
    void saysWhichWidthIsBelowThePaper() {
        assertEquals("8 bits; not with 32, 16", MemoryTables.belowThePaper(RESNET50));
        MemoryRow small = new MemoryRow("vgg16", 10, 15_000_000, 13, 1, 100_000, 1, 1);
        assertEquals("16, 8 bits; within its range with 32", MemoryTables.belowThePaper(small));
        MemoryRow large = new MemoryRow("alexnet", 10, 1_000_000, 5, 1, 1_000_000, 1, 1);
        assertEquals("none for certain; not with 32, 16, 8", MemoryTables.belowThePaper(large));
    }

    @Test
    void bytesAreExactAndThePaperStandsBesideThem() {
        Document.Table table = new MemoryTables(List.of(RESNET50)).besideThePaper();
        assertEquals(
                List.of(
                        "ResNet50",
                        "CIFAR-10",
                        "8 bits; not with 32, 16",
                        "94,000,000",
                        "11,763,712 (12.51)",
                        "5,881,856 (6.26)",
                        "2,940,928 (3.13)",
                        "5.3"),
                table.rows().getFirst());
    }
}
