package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.Region;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.TensorFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterFaultsTest {

    private static final double RATE = 1e-4;

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new TreeMap<>();
        network.parameters()
                .forEach(parameter ->
                        values.put(parameter.name(), parameter.value().toArray()));
        return values;
    }

    /** What a deployed network of the same words reads under the same faults is what the parameters become; then all is as before. */
    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "int8:channel", "bf16"})
    void parametersAreWhatAStruckMemoryReads(String name) {
        TensorFormat format = NumberFormats.parse(name);
        FaultFilter numbers = FaultFilter.ALL.withParts(RegionPart.NUMBER);
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT)) {
            Map<String, float[]> before = values(network);
            ParameterFaults faults = new ParameterFaults(network, format, FaultFilter.ALL, RATE, 11);
            MemoryImage image = MemoryImage.of(network, new Deployment(format, false, 1));
            FaultSampler sampler = new FaultSampler(image.space(), numbers, new BitErrorRate(RATE), 11);
            for (int trial = 0; trial < 3; trial++) {
                var pattern = sampler.trial(trial);
                int[] words = image.words();
                for (int i = 0; i < pattern.size(); i++) {
                    words[pattern.address(i)] ^= pattern.mask(i);
                    words[pattern.address(i)] =
                            image.space().formatAt(pattern.address(i)).hold(words[pattern.address(i)]);
                }
                int struck = 0;
                try (AppliedFaults applied = faults.strike(trial)) {
                    assertEquals(pattern.bits(), applied.changedBits());
                    Map<String, float[]> now = values(network);
                    for (TensorReader reader : image.readers()) {
                        Region region = reader.region();
                        boolean hit = pattern.within(region).size() > 0;
                        float[] expected = hit ? new TensorReading(reader, words).numbers() : before.get(region.name());
                        assertArrayEquals(expected, now.get(region.name()), region.name());
                        struck += hit ? 1 : 0;
                    }
                }
                assertTrue(struck > 1, "a trial that strikes nothing");
                values(network).forEach((tensor, numbersNow) -> assertArrayEquals(before.get(tensor), numbersNow));
            }
        }
    }

    /** A number without a word in the second tensor that is struck: the first is put back. */
    @Test
    void whatCannotBeStoredLeavesNothingStruck() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            ParameterFaults faults = new ParameterFaults(network, FixedPoint.DEFAULT, FaultFilter.ALL, 1e-3, 1);
            float[] last = network.parameter("fc3.bias").value().toArray();
            last[0] = Float.NaN;
            network.parameter("fc3.bias").value().upload(last);
            Map<String, float[]> before = values(network);
            // At 1e-3 hardly a trial spares the 4 words; one of 200 that strikes them is found.
            String message = assertThrows(ArithmeticException.class, () -> {
                        for (int trial = 0; trial < 200; trial++) {
                            faults.strike(trial).close();
                        }
                    })
                    .getMessage();
            assertTrue(message.startsWith("fc3.bias cannot be stored"), message);
            values(network).forEach((tensor, now) -> assertArrayEquals(before.get(tensor), now));
        }
    }

    @Test
    void theLastLayerIsBehindAllBounds() {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network bounded = Toy.hardened("ranger", HardeningSettings.DEFAULT)) {
            assertEquals(List.of(), ParameterFaults.layersBeforeBounds(plain.graph()));
            assertEquals(
                    List.of("conv1", "relu1", "conv2", "relu2", "fc1", "relu3", "fc2", "relu4"),
                    ParameterFaults.layersBeforeBounds(bounded.graph()));
        }
    }
}
