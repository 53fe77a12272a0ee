package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.protect.Toy;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole memory, struck and read at once, gives what its tensors give that are read block by block. */
class WholeReadTest {

    @ParameterizedTest
    @CsvSource({
        "Q15.16, guard, true",
        "Q15.16, vote+guard, true",
        "Q15.16, secded72+guard, true",
        "auto16, secded39, false",
        "Q15.16, zs-secded+guard, false",
        "bf16, mset+guard, false"
    })
    void readsWhatBlocksRead(String format, String code, boolean byKernels) {
        try (Network network = Toy.network(Toy.REFERENCE);
                Backend backend = Backends.cpu(new BackendOptions(2))) {
            Deployment deployment = Deployment.of(NumberFormats.parse(format)).with(_ -> MemoryCodes.parse(code));
            MemoryImage image = MemoryImage.of(network, deployment);
            int[] memory = struck(image);
            try (WholeRead read = WholeRead.of(image, memory, backend)) {
                assertEquals(byKernels, read.isByKernels());
                read.run();
                List<TensorReader> readers = image.readers();
                int changed = 0;
                for (int t = 0; t < readers.size(); t++) {
                    int[] expected = new TensorReading(readers.get(t), memory).words();
                    assertArrayEquals(
                            expected, read.words(t), readers.get(t).region().name());
                    int at = readers.get(t).region().offset();
                    changed += Arrays.equals(expected, Arrays.copyOfRange(memory, at, at + expected.length)) ? 0 : 1;
                }
                assertTrue(changed > 0, "nothing was struck that a code reads otherwise");
            }
        }
    }

    private static int[] struck(MemoryImage image) {
        int[] memory = image.words();
        PhiloxRandom random = new PhiloxRandom(5, 1);
        for (int flip = 0; flip < memory.length / 10; flip++) {
            int address = (int) random.nextLong(memory.length);
            int width = image.space().formatAt(address).width();
            memory[address] = image.space().formatAt(address).hold(memory[address] ^ 1 << (int) random.nextLong(width));
        }
        return memory;
    }

    @Test
    void withoutACodeThereIsNothingToRead() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            MemoryImage image = MemoryImage.of(network, Deployment.of(NumberFormats.parse("Q15.16")));
            try (WholeRead read = WholeRead.of(image, Toy.REFERENCE)) {
                assertTrue(read.isEmpty());
            }
        }
    }
}
