package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.BitSelector;
import org.fitact.fault.Burst;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultModel;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.StuckAt1;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults strike the words on a device exactly as they strike those of the host. */
class DeviceMemoryTest {

    private static Backend device;

    @BeforeAll
    static void open() {
        device = Emulator.open(new BackendOptions(2));
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    private static int[] struckOnHost(Network network, Deployment deployment, FaultSampler sampler, int trial) {
        try (StoredNetwork memory = StoredNetwork.of(network, deployment);
                AppliedFaults _ = memory.strike(sampler, trial)) {
            return memory.storedWords();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "Q7.8", "Q3.4"})
    void theWordsAreTheSameUnderEveryModelAndComeBack(String notation) {
        FixedPoint arithmetic = FixedPoint.of(QFormat.parse(notation));
        Deployment deployment = Deployment.of(arithmetic);
        List<FaultModel> models = List.of(
                new BitErrorRate(0.002, 0.01),
                new Burst(4, new BitErrorRate(0.001)),
                new StuckAt1(new BitErrorRate(0.01)));
        try (Network onDevice = Toy.network(device);
                Network onHost = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(onDevice, deployment)) {
            int[] before = memory.storedWords();
            for (FaultModel model : models) {
                FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, model, 5);
                for (int trial = 0; trial < 2; trial++) {
                    int[] expected = struckOnHost(onHost, deployment, sampler, trial);
                    try (AppliedFaults faults = memory.strike(sampler, trial)) {
                        assertArrayEquals(expected, memory.storedWords(), () -> model + " in " + notation);
                        assertEquals(differentBits(before, expected, arithmetic.format()), faults.changedBits());
                    }
                    assertArrayEquals(before, memory.storedWords());
                }
            }
        }
    }

    /** Faults that the device drew itself, and others that come and go while those are there. */
    @Test
    void whatIsReadIsWhatTheDeviceHolds() {
        try (Network onDevice = Toy.network(device);
                Network onHost = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(onDevice, Deployment.of(FixedPoint.DEFAULT));
                StoredNetwork host = StoredNetwork.of(onHost, Deployment.of(FixedPoint.DEFAULT))) {
            FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(0.001), 5);
            assertTrue(sampler.ofWholeMemory(0).isPresent(), "drawn on the device");
            int hit = sampler.trial(0).address(0);
            int[] clean = memory.storedWords();
            long before = memory.checksum();
            assertEquals(host.checksum(), before);
            try (AppliedFaults _ = memory.strike(sampler, 0);
                    AppliedFaults _ = host.strike(sampler, 0)) {
                assertSameMemory(host, memory);
                int struck = memory.read(hit);
                assertNotEquals(clean[hit], struck);
                assertNotEquals(before, memory.checksum());
                // A written word is what was asked for, whatever the faults had made of the old one.
                memory.write(hit, 12345);
                host.write(hit, 12345);
                assertSameMemory(host, memory);
                try (AppliedFaults _ = memory.strike(sampler.trial(1));
                        AppliedFaults _ = host.strike(sampler.trial(1))) {
                    assertSameMemory(host, memory);
                }
                assertSameMemory(host, memory);
                assertEquals(12345, memory.read(hit));
                memory.write(hit, struck); // which the undoing of the faults will find
                host.write(hit, struck);
            }
            assertArrayEquals(clean, memory.storedWords());
            assertEquals(before, memory.checksum());
        }
    }

    private static void assertSameMemory(StoredNetwork host, StoredNetwork device) {
        assertArrayEquals(host.storedWords(), device.storedWords());
        assertEquals(host.checksum(), device.checksum());
        int[] some = {0, 5, host.words() / 2, host.words() - 1};
        int[] many = IntStream.range(0, 200).toArray();
        assertArrayEquals(host.read(some), device.read(some));
        assertArrayEquals(host.read(many), device.read(many));
        assertEquals(host.read(some[2]), device.read(some[2]));
    }

    private static long differentBits(int[] a, int[] b, QFormat format) {
        long bits = 0;
        for (int i = 0; i < a.length; i++) {
            bits += Integer.bitCount((a[i] ^ b[i]) & format.wordMask());
        }
        return bits;
    }

    @Test
    void boundsOfAnotherWidthAreStruckFromTheList() {
        Deployment deployment = Deployment.of(FixedPoint.DEFAULT).withBounds(FixedPoint.of(QFormat.Q7_8));
        try (Network onDevice = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT, device);
                Network onHost = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT);
                StoredNetwork memory = StoredNetwork.of(onDevice, deployment)) {
            FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(0.01), 5);
            assertTrue(sampler.ofWholeMemory(0).isEmpty(), "a description counts bits of words of one width");
            int[] before = memory.storedWords();
            int[] expected = struckOnHost(onHost, deployment, sampler, 0);
            try (AppliedFaults _ = memory.strike(sampler, 0)) {
                assertArrayEquals(expected, memory.storedWords());
            }
            assertArrayEquals(before, memory.storedWords());
        }
    }

    @Test
    void thePlanComputesWithTheStruckWords() {
        ImageSet images = Toy.images(20, 9);
        try (Network onDevice = Toy.network(device);
                Network onHost = Toy.network(Toy.REFERENCE);
                EvaluationSet there = Toy.upload(device, images);
                EvaluationSet here = Toy.upload(Toy.REFERENCE, images);
                StoredNetwork memory = StoredNetwork.of(onDevice, Deployment.of(FixedPoint.DEFAULT));
                StoredNetwork host = StoredNetwork.of(onHost, Deployment.of(FixedPoint.DEFAULT))) {
            FaultFilter low = FaultFilter.ALL.withBits(BitSelector.parse("0-19"));
            float[] clean = memory.plan().logits(there.first());
            for (FaultFilter filter : List.of(low, FaultFilter.ALL)) {
                FaultSampler sampler = new FaultSampler(memory.space(), filter, new BitErrorRate(0.0005), 5);
                assertEquals(filter == FaultFilter.ALL, sampler.ofWholeMemory(0).isPresent());
                try (AppliedFaults _ = memory.strike(sampler, 0);
                        AppliedFaults _ = host.strike(sampler, 0)) {
                    float[] logits = memory.plan().logits(there.first());
                    assertTrue(!Arrays.equals(clean, logits));
                    assertClose(host.plan().logits(here.first()), logits);
                }
            }
            assertArrayEquals(clean, memory.plan().logits(there.first()));
        }
    }

    /** Words under codes lie on the host, wherever the plan computes: they are struck, scrubbed and counted alike. */
    @ParameterizedTest
    @CsvSource({"Q15.16, vote+guard", "Q15.16, secded72", "int8:channel:thrice, guard"})
    void wordsUnderCodesAreReadAsOnTheHost(String format, String code) {
        Deployment deployment = Deployment.of(NumberFormats.parse(format)).with(_ -> MemoryCodes.parse(code));
        ImageSet images = Toy.images(20, 9);
        try (Network onDevice = Toy.network(device);
                Network onHost = Toy.network(Toy.REFERENCE);
                EvaluationSet there = Toy.upload(device, images);
                EvaluationSet here = Toy.upload(Toy.REFERENCE, images);
                StoredNetwork memory = StoredNetwork.of(onDevice, deployment);
                StoredNetwork host = StoredNetwork.of(onHost, deployment)) {
            FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(0.001), 5, 2);
            try (AppliedFaults _ = memory.strike(sampler, 0);
                    AppliedFaults _ = host.strike(sampler, 0)) {
                assertSameMemory(host, memory);
                assertEquals(host.counts(), memory.counts());
                assertClose(host.plan().logits(here.first()), memory.plan().logits(there.first()));
                assertEquals(host.scrub(), memory.scrub());
                assertSameMemory(host, memory);
            }
        }
    }

    private static void assertClose(float[] expected, float[] actual) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, (float) (1e-5 * largest));
    }
}
