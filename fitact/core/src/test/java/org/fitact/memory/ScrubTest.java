package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.Region;
import org.fitact.memory.TensorReader.Stage;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.BlockEncoder;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.ReadCounts;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Toy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A memory that is read, corrected and written back now and then while faults arrive. */
class ScrubTest {

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private float[] logits(StoredNetwork memory) {
        return memory.plan().logits(images.first());
    }

    private static Deployment under(String format, String code) {
        return Deployment.of(NumberFormats.parse(format)).with(_ -> MemoryCodes.parse(code));
    }

    private static FaultPattern flip(int... addressesAndBits) {
        FaultPattern.Builder pattern = FaultPattern.builder(FaultOperation.FLIP);
        for (int i = 0; i < addressesAndBits.length; i += 2) {
            pattern.add(addressesAndBits[i], addressesAndBits[i + 1]);
        }
        return pattern.build();
    }

    /** Only what was struck is scrubbed, to the words that scrubbing all of the memory anew each time gives. */
    @ParameterizedTest
    @CsvSource({
        "Q15.16, none",
        "Q15.16, vote+guard",
        "Q15.16, guard:channel:clamp",
        "Q15.16, parity",
        "Q15.16, msb:3",
        "Q15.16, secded39:keep",
        "Q15.16, secded72+guard",
        "Q15.16, zs-secded",
        "Q15.16, zs-bch2+guard:clamp",
        "Q15.16, zs-bch3",
        "Q7.8, secded72",
        "float32, mset+guard",
        "bf16, cep:7",
        "int8:channel, zs-int8+guard",
        "int8:channel:asymmetric:thrice, secded39+parity"
    })
    void isThatOfTheWholeMemory(String format, String code) {
        Deployment deployment = under(format, code);
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, deployment)) {
            MemoryImage image = MemoryImage.of(network, deployment);
            int[] clean = image.words();
            float[] logits = logits(memory);
            assertArrayEquals(clean, scrubbed(image, clean.clone()), "without faults everything is written as it is");
            for (double rate : new double[] {1e-4, 0.01}) {
                FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(rate), 5, 3);
                int[] naive = clean.clone();
                List<FaultPattern> arrivals = sampler.arrivals(7);
                for (int part = 0; part < arrivals.size(); part++) {
                    naive = part == 0 ? naive : scrubbed(image, naive);
                    flip(memory, arrivals.get(part), naive);
                }
                try (var faults = memory.strike(sampler, 7)) {
                    assertEquals(sampler.trial(7).bits(), faults.changedBits());
                    assertArrayEquals(naive, memory.storedWords());
                    assertPlanReadsThem(memory, image, naive);
                }
                assertArrayEquals(clean, memory.storedWords());
                assertArrayEquals(logits, logits(memory));
                assertEquals(memory.counts().blocks(), memory.counts().clean());
            }
        }
    }

    private static void flip(StoredNetwork memory, FaultPattern pattern, int[] words) {
        for (int i = 0; i < pattern.size(); i++) {
            int address = pattern.address(i);
            words[address] = memory.space().formatAt(address).hold(words[address] ^ pattern.mask(i));
        }
    }

    /** What the plan computes with is what a network that is given these words computes with. */
    private void assertPlanReadsThem(StoredNetwork memory, MemoryImage image, int[] words) {
        try (StoredNetwork other = StoredNetwork.of(image, Toy.REFERENCE)) {
            int[] all = new int[words.length];
            Arrays.setAll(all, address -> address);
            other.write(all, words);
            assertArrayEquals(logits(other), logits(memory));
            assertEquals(other.counts(), memory.counts());
        }
    }

    /** All of a memory, tensor by tensor and code by code, by nothing but the codes themselves. */
    private static int[] scrubbed(MemoryImage image, int[] memory) {
        for (TensorReader reader : image.readers()) {
            reader.stages().forEach(stage -> stage.companions().forEach(region -> majority(memory, region)));
            if (reader.encoding().thrice()) {
                for (Optional<Region> region : List.of(reader.scales(), reader.zeros())) {
                    region.ifPresent(some -> majority(memory, some));
                }
            }
            int[] words = Arrays.copyOfRange(
                    memory, reader.region().offset(), reader.region().end());
            for (Stage stage : reader.stages()) {
                BlockDecoder decoder = stage.code().decoder(companions(memory, stage));
                blocks(stage, words, (number, block) -> {
                    decoder.decode(number, block, stage.check().isPresent() ? memory[check(stage, number)] : 0);
                    return 0;
                });
            }
            for (Stage stage : reader.stages().reversed()) {
                BlockEncoder encoder = stage.code().encoder(companions(memory, stage));
                blocks(stage, words, (number, block) -> {
                    int bits = encoder.encode(number, block);
                    stage.check().ifPresent(_ -> memory[check(stage, number)] = bits);
                    return bits;
                });
            }
            System.arraycopy(words, 0, memory, reader.region().offset(), words.length);
        }
        return memory;
    }

    private static int check(Stage stage, int number) {
        return stage.check().orElseThrow().offset() + number;
    }

    private static void blocks(Stage stage, int[] words, BlockEncoder each) {
        int size = stage.code().block();
        for (int first = 0; first < words.length; first += size) {
            int length = Math.min(size, words.length - first);
            int[] block = Arrays.copyOf(Arrays.copyOfRange(words, first, first + length), size);
            each.encode(first / size, block);
            System.arraycopy(block, 0, words, first, length);
        }
    }

    private static List<int[]> companions(int[] memory, Stage stage) {
        return stage.companions().stream()
                .map(region -> Arrays.copyOfRange(memory, region.offset(), region.offset() + region.words() / 3))
                .toList();
    }

    /** A region whose three copies are written as each bit's majority. */
    private static void majority(int[] memory, Region region) {
        int n = region.words() / 3;
        for (int i = region.offset(); i < region.offset() + n; i++) {
            for (int bit = 0; bit < 32; bit++) {
                int mask = 1 << bit;
                int ones = (memory[i] & mask) != 0 ? 1 : 0;
                ones += (memory[i + n] & mask) != 0 ? 1 : 0;
                ones += (memory[i + 2 * n] & mask) != 0 ? 1 : 0;
                for (int copy = 0; copy < 3; copy++) {
                    memory[i + copy * n] = ones > 1 ? memory[i + copy * n] | mask : memory[i + copy * n] & ~mask;
                }
            }
        }
    }

    /** SECDED mends one flip of a block at a time: two that come in different parts, not two in one. */
    @Test
    void twoFlipsOfABlockAreMendedIfAScrubIsBetweenThem() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under("Q15.16", "secded72"))) {
            float[] logits = logits(memory);
            int check = memory.space().region("conv1.weight.secded72.check").offset();
            List<FaultPattern> apart = List.of(flip(0, 30), flip(1, 7), flip(check, 2), flip());
            try (var faults = memory.strike(apart)) {
                assertEquals(3, faults.changedBits());
                assertArrayEquals(logits, logits(memory));
                assertEquals(0, memory.counts().corrected(), "the scrubs left nothing to be mended");
            }
            try (var _ = memory.strike(List.of(flip(0, 30), flip(1, 7)))) {
                assertArrayEquals(logits, logits(memory));
                assertEquals(1, memory.counts().corrected(), "the last one waits for the next reading");
            }
            try (var _ = memory.strike(List.of(flip(0, 30, 1, 7), flip()))) {
                assertFalse(Arrays.equals(logits, logits(memory)));
                assertArrayEquals(new int[] {0, 0}, memory.read(new int[] {0, 1}), "written back as it was read");
                assertEquals(
                        new ReadCounts(memory.counts().blocks(), 0, 0, 0, 1), memory.counts(), "no code sees it now");
            }
            assertArrayEquals(logits, logits(memory));
        }
    }

    @Test
    void aProgramScrubsItsMemory() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under("int8:channel:thrice", "secded72"))) {
            long checksum = memory.checksum();
            long blocks = memory.counts().blocks();
            assertEquals(new ScrubCounts(blocks, 0, 0, 0), memory.scrub());
            int scale = memory.space().region("fc1.weight.scale").offset();
            memory.strike(flip(0, 3, 9, 1, scale, 30));
            assertEquals(new ScrubCounts(blocks, 2, 0, 1), memory.scrub());
            assertEquals(checksum, memory.checksum());
            assertEquals(blocks, memory.counts().clean());
            memory.strike(flip(0, 3, 7, 1));
            ScrubCounts lost = memory.scrub();
            assertEquals(new ScrubCounts(blocks, 0, 1, 0), lost);
            assertEquals(blocks - 1, lost.clean());
            assertEquals(new ScrubCounts(blocks, 0, 0, 0), memory.scrub(), "what reads as 0 is 0 from then on");
            assertEquals(1, memory.counts().missed());
        }
    }

    @Test
    void whereNothingCanBeMendedFlipsStay() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under("Q15.16", "none"))) {
            long checksum = memory.checksum();
            try (var faults = memory.strike(List.of(flip(3, 5), flip(3, 5, 4, 1), flip(4, 2)))) {
                assertEquals(4, faults.changedBits());
                assertEquals(ScrubCounts.NONE, memory.scrub());
                assertFalse(checksum == memory.checksum());
            }
            assertEquals(checksum, memory.checksum());
            int beyond = memory.words();
            assertThrows(IndexOutOfBoundsException.class, () -> memory.strike(List.of(flip(3, 5), flip(beyond, 5))));
            assertTrue(checksum == memory.checksum(), "nothing is struck then");
        }
    }
}
