package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.SpyBackend;
import org.fitact.protect.Toy;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory in formats and under codes that the program does not have itself. */
class FormatsAndCodesTest {

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private Tensor batch() {
        return images.first();
    }

    /** IEEE 754 binary16: what a flip makes, NaN included, is kept. */
    private enum Half implements NumberFormat {
        BINARY16;

        @Override
        public int width() {
            return 16;
        }

        @Override
        public int encode(float value, long index) {
            return hold(Float.floatToFloat16(value));
        }

        @Override
        public float decode(int word) {
            return Float.float16ToFloat((short) word);
        }

        @Override
        public int hold(int bits) {
            return bits & 0xFFFF;
        }

        @Override
        public int mask(BitClass bits) {
            return switch (bits) {
                case SIGN -> 0x8000;
                case INTEGER -> 0x7C00;
                case FRACTION -> 0x03FF;
            };
        }

        @Override
        public boolean holds(float value) {
            return Math.abs(value) < 65520;
        }
    }

    private static Deployment under(MemoryCode code) {
        return Deployment.of(FixedPoint.DEFAULT).with(_ -> code);
    }

    private static FaultPattern flips(StoredNetwork memory, double rate) {
        return new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(rate), 5).trial(0);
    }

    @Test
    void aFormatOfAnotherKindIsStoredStruckAndRestored() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(Half.BINARY16))) {
            Region weights = memory.space().region("conv2.weight");
            float[] values = network.parameter("conv2.weight").value().toArray();
            assertEquals(16L * weights.words(), weights.bits());
            assertEquals(Half.BINARY16.encode(values[7], 7), memory.read(weights.offset() + 7));
            float[] logits = memory.plan().logits(batch());
            long before = memory.checksum();
            try (FaultLog faults = memory.strike(flips(memory, 0.02))) {
                assertTrue(faults.changedBits() > 3000);
                assertFalse(Arrays.equals(logits, memory.plan().logits(batch())));
            }
            assertEquals(before, memory.checksum());
            assertArrayEquals(logits, memory.plan().logits(batch()));
        }
    }

    @Test
    void wordsOfAnotherFormatHaveAnotherHash() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            String half = MemoryImage.of(network, Deployment.of(Half.BINARY16)).sha256();
            String fixed = MemoryImage.of(network, Deployment.of(FixedPoint.of(QFormat.Q7_8)))
                    .sha256();
            assertNotEquals(half, fixed);
        }
    }

    /** What the plan has is what reading gives, also of the neighbours in a block. */
    @Test
    void aWordIsReadThroughItsCode() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        try (Network network = Toy.network(spy.backend());
                StoredNetwork memory = StoredNetwork.of(network, under(new HiddenParity(2)))) {
            Region weights = memory.space().region("conv2.weight");
            int address = weights.offset() + 11;
            int[] stored = memory.read(new int[] {address - 1, address});
            spy.forget();
            memory.write(address, stored[1] ^ 1 << 20);
            assertEquals(stored[1] ^ 1 << 20, memory.read(address), "the word itself is as it was struck");
            memory.write(address, stored[1]);
            assertEquals(
                    List.of(
                            new SpyBackend.Write(weights.words(), 10, 0),
                            new SpyBackend.Write(weights.words(), 11, 0),
                            new SpyBackend.Write(weights.words(), 10, FixedPoint.DEFAULT.decode(stored[0])),
                            new SpyBackend.Write(weights.words(), 11, FixedPoint.DEFAULT.decode(stored[1]))),
                    spy.writes());
        }
    }

    /** 2 divides no number of words that is odd, and 7 hardly any: the last block of a region is shorter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void undoRestoresWhatIsReadToTheBit(int block) {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under(new HiddenParity(block)))) {
            float[] logits = memory.plan().logits(batch());
            long before = memory.checksum();
            try (FaultLog faults = memory.strike(flips(memory, 0.01))) {
                assertTrue(faults.changedWords() > 1000);
                assertFalse(Arrays.equals(logits, memory.plan().logits(batch())));
            }
            assertEquals(before, memory.checksum());
            assertArrayEquals(logits, memory.plan().logits(batch()));
        }
    }

    @Test
    void aCodeIsPartOfWhatAMemoryHolds() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            MemoryImage plain = MemoryImage.of(network, Deployment.of(FixedPoint.DEFAULT));
            MemoryImage guarded = MemoryImage.of(network, under(new HiddenParity(1)));
            assertNotEquals(plain.sha256(), guarded.sha256());
            assertEquals(plain.space().bits(), guarded.space().bits());
        }
    }

    @Test
    void numbersAreNotStoredPastACode() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, under(new HiddenParity(1)))) {
            String message = assertThrows(IllegalStateException.class, () -> memory.writeValue(3, 1))
                    .getMessage();
            assertEquals(
                    "conv1.weight is guarded by code hidden-parity, expected words that are stored as they are",
                    message);
        }
    }

    @Test
    void aFormatIsFoundByItsName() {
        assertEquals(FixedPoint.of(QFormat.Q7_8), NumberFormats.parse("q7.8"));
        assertEquals(
                "\"float7\" is no number format, expected Qm.f with m integer and f fraction bits, such as Q15.16, Q7.8 or "
                        + "Q3.4",
                assertThrows(IllegalArgumentException.class, () -> NumberFormats.parse("float7"))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NumberFormats.parse("Q9.9"))
                .getMessage()
                .contains("takes 19 bits"));
    }
}
