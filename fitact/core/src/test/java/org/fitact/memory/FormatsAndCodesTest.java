package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.format.Fitting;
import org.fitact.memory.format.IeeeFormat;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.SpyBackend;
import org.fitact.protect.Toy;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory in any format, and under a code that the program does not have itself. */
class FormatsAndCodesTest {

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private Tensor batch() {
        return images.first();
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
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(IeeeFormat.FLOAT16))) {
            Region weights = memory.space().region("conv2.weight");
            float[] values = network.parameter("conv2.weight").value().toArray();
            assertEquals(16L * weights.words(), weights.bits());
            assertEquals(IeeeFormat.FLOAT16.encode(values[7], 7), memory.read(weights.offset() + 7));
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
            String half =
                    MemoryImage.of(network, Deployment.of(IeeeFormat.FLOAT16)).sha256();
            String fixed = MemoryImage.of(network, Deployment.of(FixedPoint.of(QFormat.Q7_8)))
                    .sha256();
            assertNotEquals(half, fixed);
        }
    }

    /** A scale is a word at risk: all numbers of its channel are read by it. */
    @Test
    void scalesLieInMemoryAndAreStruck() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        Deployment scaled = Deployment.of(NumberFormats.parse("int8:channel:asymmetric"));
        try (Network network = Toy.network(spy.backend());
                StoredNetwork memory = StoredNetwork.of(network, scaled)) {
            Region weights = memory.space().region("conv2.weight");
            Region scales = memory.space().region("conv2.weight.scale");
            Region zeros = memory.space().region("conv2.weight.zero");
            assertEquals(16, scales.words());
            assertEquals(16, zeros.words());
            assertEquals(RegionPart.SCALE, scales.part());
            assertEquals(ParameterKind.WEIGHT, scales.kind());
            assertEquals(weights.bits() / 8, weights.words());
            assertTrue(scales.offset() >= memory.space().region("fc3.bias").end(), "behind all numbers");
            float[] logits = memory.plan().logits(batch());
            long before = memory.checksum();
            int scale = memory.read(scales.offset() + 3);
            spy.forget();
            memory.write(scales.offset() + 3, scale ^ 1 << 23);
            double factor = (scale >> 23 & 1) == 0 ? 2 : 0.5;
            for (SpyBackend.Write write : spy.writes()) {
                int word = memory.read(weights.offset() + write.index());
                int channel = write.index() % 16;
                int zero = memory.read(zeros.offset() + channel);
                double s = Float.intBitsToFloat(channel == 3 ? scale : memory.read(scales.offset() + channel));
                assertEquals((float) ((word - zero) * s * (channel == 3 ? factor : 1)), write.value());
            }
            assertEquals(weights.words(), spy.writes().size());
            memory.write(scales.offset() + 3, scale);
            assertEquals(before, memory.checksum());
            try (FaultLog faults = memory.strike(flips(memory, 0.001))) {
                assertTrue(faults.changedBits() > 0);
                assertFalse(Arrays.equals(logits, memory.plan().logits(batch())));
            }
            assertArrayEquals(logits, memory.plan().logits(batch()));
            assertThrows(IllegalStateException.class, () -> memory.writeValue(weights.offset(), 1));
        }
    }

    @Test
    void aTensorHasTheFormatOfTheFirstRuleThatIsOfIt() {
        Deployment deployment = Deployment.of(new Fitting(16))
                .withFormats(List.of(
                        new FormatRule(List.of("fc*"), EnumSet.of(ParameterKind.WEIGHT), IeeeFormat.BFLOAT16),
                        new FormatRule(List.of("*"), EnumSet.of(ParameterKind.BIAS), FixedPoint.DEFAULT)));
        try (Network network = Toy.network(Toy.REFERENCE)) {
            FaultSpace space = MemoryImage.of(network, deployment).space();
            assertEquals("bfloat16", space.region("fc2.weight").format().name());
            assertEquals("Q15.16", space.region("fc2.bias").format().name());
            assertEquals(16, space.region("conv1.weight").format().width());
            assertNotEquals(
                    MemoryImage.of(network, Deployment.of(new Fitting(16))).sha256(),
                    MemoryImage.of(network, deployment).sha256());
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
                        + "Q3.4, or autoN with N bits a word, such as auto16 or auto8, or float32, float16, bfloat16, or int8 or "
                        + "int16, with :channel for a scale a channel, :asymmetric, :pow2 for scales that are powers of two and "
                        + ":thrice for scales that lie in memory three times",
                assertThrows(IllegalArgumentException.class, () -> NumberFormats.parse("float7"))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NumberFormats.parse("Q19.19"))
                .getMessage()
                .contains("takes 39 bits"));
    }
}
